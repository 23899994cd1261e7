/**
 * The other Python files that a document may import: those of the workspace folders and those around it, open documents first. They
 * are read when an import names them and kept until they change.
 */
import * as vscode from 'vscode';
import type { Range } from '../../model/range.ts';
import type { SourceText } from '../../protocol.ts';
import { importedNames, mayDefine } from '../../python/imports.ts';
import { filePath, isPython } from './documents.ts';
import { NearFiles } from './near-files.ts';

/** Files larger than this are data, not model code. */
const MAX_FILE_BYTES = 1_000_000;
/** Of a workspace with more files, what lies around a document is looked up beside them. */
const MAX_FILES = 2000;
const EXCLUDED = '**/{node_modules,.git,.venv,venv,env,site-packages,__pycache__,build,dist}/**';

export class WorkspaceSources implements vscode.Disposable {
  readonly #texts = new Map<string, SourceText>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
  #listing: Promise<readonly vscode.Uri[]> | null = null;
  readonly #near = new NearFiles((uri, listing) => this.#noteChange(uri, listing));
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#watcher.onDidChange((uri) => this.#noteChange(uri, false));
    this.#watcher.onDidCreate((uri) => this.#noteChange(uri, true));
    this.#watcher.onDidDelete((uri) => this.#noteChange(uri, true));
  }

  /** Texts that imports of a document or notebook could reach, by the names that stand in the import statements of its text. */
  async importable(from: vscode.Uri, written: string): Promise<readonly SourceText[]> {
    const seen = new Set([from.toString()]);
    const found: SourceText[] = [];
    const files = await this.#files();
    const listed = files.length < MAX_FILES && vscode.workspace.getWorkspaceFolder(from) !== undefined;
    const add = async (uri: vscode.Uri, names: ReadonlySet<string>): Promise<void> => {
      if (names.size === 0) return;
      const around = listed || uri.scheme === 'untitled' ? [] : await this.#near.around(uri, names);
      const wanted = [...files, ...around].filter((one) => {
        if (seen.has(one.toString()) || !mayDefine(one.path, names)) return false;
        seen.add(one.toString());
        return true;
      });
      const texts = await Promise.all(wanted.map(async (one) => ({ one, text: await this.#read(one) })));
      for (const { one, text } of texts) {
        if (!text) continue;
        found.push(text);
        await add(one, importedNames(text.text));
      }
    };
    await add(from, importedNames(written));
    return found;
  }

  /** Where a range of a file that was read stands; null of one that was not. */
  locate({ file, start, end }: Range): vscode.Location | null {
    const open = vscode.workspace.textDocuments.find((document) => filePath(document) === file);
    if (open) return new vscode.Location(open.uri, new vscode.Range(open.positionAt(start), open.positionAt(end)));
    for (const [uri, source] of this.#texts) {
      if (source.file !== file) continue;
      const [from, to] = [positionIn(source.text, start), positionIn(source.text, end)];
      return new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(from, to));
    }
    return null;
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#near.dispose();
    this.#changed.dispose();
  }

  #noteChange(uri: vscode.Uri, listing: boolean): void {
    if (listing) this.#listing = null;
    // An import that led nowhere may lead to a new file.
    if (this.#texts.delete(uri.toString()) || listing) this.#changed.fire();
  }

  #files(): Promise<readonly vscode.Uri[]> {
    this.#listing ??= Promise.resolve(vscode.workspace.findFiles('**/*.py', EXCLUDED, MAX_FILES));
    return this.#listing;
  }

  async #read(uri: vscode.Uri): Promise<SourceText | null> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open && isPython(open)) return { file: filePath(open), text: open.getText(), version: open.version };
    const key = uri.toString();
    const kept = this.#texts.get(key);
    if (kept) return kept;
    try {
      const bytes = await vscode.workspace.fs.readFile(uri);
      if (bytes.byteLength > MAX_FILE_BYTES) return null;
      const text = {
        file: uri.scheme === 'file' ? uri.fsPath : key,
        text: new TextDecoder().decode(bytes),
        version: 0,
      };
      this.#texts.set(key, text);
      return text;
    } catch {
      return null; // deleted between listing and reading: the import is then unknown
    }
  }
}

function positionIn(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset);
  return new vscode.Position(before.split('\n').length - 1, offset - (before.lastIndexOf('\n') + 1));
}
