/**
 * The other Python files that a document may import: those of its folder and of the workspace folders, open documents first. They
 * are read when an import names them and kept until they change.
 */
import * as vscode from 'vscode';
import type { SourceText } from '../../protocol.ts';
import { importedNames, mayDefine } from '../../python/imports.ts';
import { filePath, isPython } from './documents.ts';

/** Files larger than this are data, not model code. */
const MAX_FILE_BYTES = 1_000_000;
/** A workspace may hold a virtual environment; what is imported by a model lies near it. */
const MAX_FILES = 400;
const EXCLUDED = '**/{node_modules,.git,.venv,venv,env,site-packages,__pycache__,build,dist}/**';

export class WorkspaceSources implements vscode.Disposable {
  readonly #texts = new Map<string, SourceText>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
  #listing: Promise<readonly vscode.Uri[]> | null = null;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#watcher.onDidChange((uri) => {
      if (this.#texts.delete(uri.toString())) this.#changed.fire();
    });
    this.#watcher.onDidCreate(() => {
      this.#listing = null;
      this.#changed.fire(); // an import that led nowhere may lead there now
    });
    this.#watcher.onDidDelete((uri) => {
      this.#listing = null;
      if (this.#texts.delete(uri.toString())) this.#changed.fire();
    });
  }

  /** Texts that an import of this document could reach, by the names that stand in the import statements of its text. */
  async importable(document: vscode.TextDocument, written: string): Promise<readonly SourceText[]> {
    const wanted = importedNames(written);
    if (wanted.size === 0) return [];
    const found = new Map<string, SourceText>();
    const files = await this.#files();
    const add = async (names: ReadonlySet<string>): Promise<void> => {
      const uris = files.filter(
        (uri) => uri.toString() !== document.uri.toString() && !found.has(uri.toString()) && mayDefine(uri.path, names),
      );
      for (const text of await Promise.all(uris.map((uri) => this.#read(uri)))) {
        if (!text || found.has(text.file)) continue;
        found.set(text.file, text);
        await add(importedNames(text.text));
      }
    };
    await add(wanted);
    return [...found.values()];
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#changed.dispose();
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
