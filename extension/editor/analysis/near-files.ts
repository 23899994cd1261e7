/**
 * The Python files around a document that its imports may name: in its folder, in the folders below that they name, and above as far as
 * there are packages. For a file outside the workspace folders, and for workspaces of more files than can be listed. Folders are read one
 * by one: what lies elsewhere below them, a home folder perhaps, costs nothing.
 */
import * as vscode from 'vscode';

interface Folder {
  readonly files: readonly vscode.Uri[];
  readonly folders: ReadonlySet<string>;
}

const PYTHON_FILE = /\.py$/;
const PACKAGE_FILE = '__init__.py';
/** Packages are not nested deeper, and links may lead in circles. */
const MAX_DEPTH = 16;

export class NearFiles implements vscode.Disposable {
  readonly #folders = new Map<string, Promise<Folder>>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #changed: (uri: vscode.Uri, listing: boolean) => void;

  /** `changed` hears of Python files in the folders that were read; `listing` when one came or went. */
  constructor(changed: (uri: vscode.Uri, listing: boolean) => void) {
    this.#changed = changed;
  }

  async around(file: vscode.Uri, names: ReadonlySet<string>): Promise<readonly vscode.Uri[]> {
    const found: vscode.Uri[] = [];
    const below = async (uri: vscode.Uri, depth: number): Promise<Folder> => {
      const folder = await this.#read(uri);
      found.push(...folder.files);
      const named = depth < MAX_DEPTH ? [...folder.folders].filter((name) => names.has(name)) : [];
      await Promise.all(named.map((name) => below(vscode.Uri.joinPath(uri, name), depth + 1)));
      return folder;
    };
    let at = vscode.Uri.joinPath(file, '..');
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      const { files } = await below(at, depth);
      const above = vscode.Uri.joinPath(at, '..');
      if (above.path === at.path || !files.some(({ path }) => path.endsWith(`/${PACKAGE_FILE}`))) break;
      at = above;
    }
    return found;
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
  }

  #read(uri: vscode.Uri): Promise<Folder> {
    const key = uri.toString();
    const known = this.#folders.get(key);
    if (known) return known;
    this.#watch(uri, key);
    const reading = Promise.resolve(vscode.workspace.fs.readDirectory(uri)).then(
      (entries): Folder => ({
        files: entries.flatMap(([name, type]) =>
          type & vscode.FileType.File && PYTHON_FILE.test(name) ? [vscode.Uri.joinPath(uri, name)] : [],
        ),
        folders: new Set(entries.flatMap(([name, type]) => (type & vscode.FileType.Directory ? [name] : []))),
      }),
      // Not allowed, or gone: its imports are then unknown.
      (): Folder => ({ files: [], folders: new Set() }),
    );
    this.#folders.set(key, reading);
    return reading;
  }

  #watch(uri: vscode.Uri, key: string): void {
    if (this.#watchers.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, '*'));
    const tell = (changed: vscode.Uri, listing: boolean): void => {
      // Also of a folder: its files are found with the next analysis.
      if (listing) this.#folders.delete(key);
      if (PYTHON_FILE.test(changed.path)) this.#changed(changed, listing);
    };
    watcher.onDidCreate((created) => tell(created, true));
    watcher.onDidDelete((deleted) => tell(deleted, true));
    watcher.onDidChange((changed) => tell(changed, false));
    this.#watchers.set(key, watcher);
  }
}
