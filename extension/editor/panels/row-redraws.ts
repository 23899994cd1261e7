/**
 * What somebody changed about the rows of a comparison, and the runs that follow: only the changed row runs again. While a slider is
 * dragged each picture is finished before the next begins, so that it is seen moving; the timing waits until it rests.
 */
import type { RowSettings } from '../../model/alternatives.ts';
import type { RowSetting } from '../../model/alternatives/controls.ts';
import type { CompareRow } from '../../protocol.ts';
import type { Comparison, CompareRunner } from './compare-run.ts';
import { isCancelled } from './panel-status.ts';

interface Redraw {
  /** The row was changed again meanwhile. */
  again: boolean;
  timing: AbortController;
}

export class RowRedraws {
  readonly #runner: CompareRunner;
  readonly #tell: (row: CompareRow) => void;
  readonly #redraws = new Map<string, Redraw>();
  #settings: RowSettings = {};
  /** The layer that the settings are for. */
  #layer = '';

  constructor(runner: CompareRunner, tell: (row: CompareRow) => void) {
    this.#runner = runner;
    this.#tell = tell;
  }

  /** Of a layer; those of another one are dropped. */
  settingsFor(layer: string): RowSettings {
    if (layer !== this.#layer) this.#settings = {};
    this.#layer = layer;
    return this.#settings;
  }

  /** Keeps what was changed before; null takes all of it back. */
  set(id: string, setting: RowSetting | null): void {
    const { [id]: before, ...others } = this.#settings;
    this.#settings = setting === null ? others : { ...others, [id]: { ...before, ...setting } };
  }

  async redraw(id: string, comparison: Omit<Comparison, 'settings'>, signal: AbortSignal): Promise<void> {
    const busy = this.#redraws.get(id);
    if (busy) {
      busy.again = true;
      busy.timing.abort();
      return;
    }
    const redraw: Redraw = { again: false, timing: new AbortController() };
    this.#redraws.set(id, redraw);
    try {
      do await this.#once(id, comparison, redraw, signal);
      while (redraw.again);
    } finally {
      this.#redraws.delete(id);
    }
  }

  async #once(id: string, about: Omit<Comparison, 'settings'>, redraw: Redraw, signal: AbortSignal): Promise<void> {
    redraw.again = false;
    redraw.timing = new AbortController();
    const comparison = { ...about, settings: this.#settings };
    const drawn = await this.#runner.row(id, comparison, false, signal);
    if (!drawn) return;
    this.#tell(drawn);
    if (this.#hasChanged(redraw) || drawn.outcome?.kind !== 'ran') return;
    const timing = AbortSignal.any([signal, redraw.timing.signal]);
    try {
      const timed = await this.#runner.row(id, comparison, true, timing);
      // The maps are the same: the panel need not paint them again.
      if (timed?.outcome?.kind === 'ran')
        this.#tell({ ...drawn, outcome: { ...drawn.outcome, time: timed.outcome.time } });
    } catch (error) {
      if (signal.aborted || !isCancelled(error, timing)) throw error;
    }
  }

  /** A change that came during the last wait. */
  #hasChanged({ again }: Redraw): boolean {
    return again;
  }
}
