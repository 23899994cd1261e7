/** Where a framework's things stand: `layers.Conv2D` below `keras`, `tensorflow.keras`, or whatever root the file imports from. */
import type { Framework } from '../model/record.ts';
import type { Imports } from './imports.ts';

/** Full names for something, given a layer that the file names already. */
export class FrameworkNames {
  readonly #framework: Framework;
  readonly #root: string;
  readonly #beside: string;
  readonly #imports: Imports;

  constructor(framework: Framework, beside: string, imports: Imports) {
    this.#framework = framework;
    this.#beside = beside;
    this.#imports = imports;
    const origin = imports.originOf(beside) ?? beside;
    this.#root = framework === 'torch' ? 'torch' : (/^(.*?)\.?layers\./.exec(origin)?.[1] ?? 'keras');
  }

  layer(name: string): string {
    const targets = this.#framework === 'torch' ? [`torch.nn.${name}`] : [`${this.#root}.layers.${name}`];
    return this.#imports.nameFor(targets, this.#beside);
  }

  sequential(): string {
    if (this.#framework === 'torch') return this.layer('Sequential');
    const targets = [`${this.#root}.Sequential`, `${this.#root}.models.Sequential`];
    return this.#imports.known(targets, this.#beside) ?? this.#imports.known(targets) ?? this.inKeras('Sequential');
  }

  /** `ops.depth_to_space`, `initializers`: by what the file has imported of Keras, else with an import of Keras itself. */
  inKeras(path: string): string {
    const target = `${this.#root}.${path}`;
    const known = this.#imports.known([target]);
    if (known !== null) return known;
    const keras = this.#imports.nameFor([this.#root], this.#beside);
    return `${keras}.${path}`;
  }

  /** `F.pad` by any name the file has for it. */
  functional(name: string): string {
    const known = this.#imports.known([`torch.nn.functional.${name}`]);
    return known ?? this.#imports.nameFor([`torch.nn.functional.${name}`], this.#beside);
  }
}
