/** What the chosen layer's maps are looked at against: the layer's own input, or another layer's output, from the same run. */
import * as vscode from 'vscode';
import type { PreviewRow, PreviewSnapshot } from '../../protocol.ts';
import type { PreviewRunner } from './preview-run.ts';
import type { Drawn } from './preview-snapshot.ts';
import { choiceOf, chosenFrom, type NamedChoice } from './row-choice.ts';

type Shown = NonNullable<PreviewSnapshot['against']>;

export class LookAgainst {
  readonly #runner: PreviewRunner;
  /** What was asked for: a layer by its name, because numbers of calls change with every analysis. */
  #wanted: 'input' | NamedChoice | null = null;
  #shown: Shown | null = null;
  /** Which maps `#shown` holds: nothing is fetched twice. */
  #key = '';

  constructor(runner: PreviewRunner) {
    this.#runner = runner;
  }

  get shown(): Shown | null {
    return this.#shown;
  }

  async choose(what: 'input' | number | null, drawn: Drawn | null, rows: readonly PreviewRow[]): Promise<void> {
    this.#wanted =
      typeof what === 'number'
        ? choiceOf(
            rows,
            rows.find(({ call }) => call === what),
          )
        : what;
    await this.follow(drawn, rows);
  }

  /** Fetches what belongs to the layer and run shown now; true when there is something new to show. */
  async follow(drawn: Drawn | null, rows: readonly PreviewRow[]): Promise<boolean> {
    if (this.#wanted === null || !drawn?.maps || drawn.run === null) {
      const had = this.#shown !== null;
      this.#shown = null;
      this.#key = '';
      return had;
    }
    const { call } = drawn.maps;
    const key = JSON.stringify([drawn.run, call, this.#wanted]);
    if (key === this.#key) return false;
    this.#key = key;
    const shown = await this.#fetch(this.#wanted, drawn, drawn.run, rows);
    if (key !== this.#key) return false;
    this.#shown = shown;
    return true;
  }

  async #fetch(
    wanted: 'input' | NamedChoice,
    { concrete, maps }: Drawn,
    run: number,
    rows: readonly PreviewRow[],
  ): Promise<Shown> {
    const { index } = concrete;
    const row = wanted === 'input' ? undefined : chosenFrom(rows, wanted);
    const tensor = index.tensor(index.call(maps?.call ?? null)?.inputs[0] ?? -1);
    // What no call made is the picture that the model was given.
    const call = row ? row.call : (index.call(tensor?.producer ?? null)?.id ?? 'input');
    const kind = row?.call ?? 'input';
    const title = row ? row.name : vscode.l10n.t('Input of the layer');
    const nothing = (reason: string): Shown => ({ kind, title, maps: null, reason });
    if (call === null || (wanted === 'input' && !tensor))
      return nothing(vscode.l10n.t('This layer has no input to look at.'));
    try {
      const found = await this.#runner.maps(concrete, run, call, new AbortController().signal);
      return { kind, title, maps: found, reason: null };
    } catch (error) {
      return nothing(error instanceof Error ? error.message : String(error));
    }
  }
}
