/** The Python files of the workspace as modules: `import models.unet`, `from .blocks import Down`, packages with `__init__.py`. */
import type { SourceProvider } from '../python/evaluate/options.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
  readonly version: number;
}

export class WorkspaceSources implements SourceProvider {
  readonly #files: ReadonlyMap<string, Source>;
  /** Those that an import led to, in that order. */
  readonly read: Source[] = [];

  constructor(workspace: readonly Source[]) {
    this.#files = new Map(workspace.map((source) => [normalised(source.file), source]));
  }

  find(name: string, level: number, from: string): { file: string; text: string } | undefined {
    const relative = name === '' ? '' : name.split('.').join('/');
    const folders = level > 0 ? [up(normalised(from), level)] : this.#rootsFor(normalised(from));
    for (const folder of folders) {
      const base = [folder, relative].filter((part) => part !== '').join('/');
      const source = this.#files.get(`${base}.py`) ?? this.#files.get(`${base}/__init__.py`);
      if (source) {
        if (!this.read.includes(source)) this.read.push(source);
        return { file: source.file, text: source.text };
      }
    }
    return undefined;
  }

  /** Absolute imports are looked for beside the importing file, then in each folder above it. */
  #rootsFor(file: string): string[] {
    const parts = file.split('/').slice(0, -1);
    return [...parts.keys(), parts.length].reverse().map((count) => parts.slice(0, count).join('/'));
  }
}

const normalised = (file: string): string => file.replaceAll('\\', '/');

/** One dot is the folder of the file itself. */
function up(file: string, level: number): string {
  return file.split('/').slice(0, -level).join('/');
}
