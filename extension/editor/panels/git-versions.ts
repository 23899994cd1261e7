/** Older versions of a file, from VS Code's own git extension: the part of its API (extensions/git/src/api/git.d.ts) that is used here. */
import * as vscode from 'vscode';

interface Commit {
  readonly hash: string;
  readonly message: string;
  readonly authorDate?: Date;
}
interface Repository {
  log(options: { readonly maxEntries: number; readonly path: string }): Promise<Commit[]>;
  show(ref: string, path: string): Promise<string>;
}
interface GitApi {
  getRepository(uri: vscode.Uri): Repository | null;
  openRepository(root: vscode.Uri): Promise<Repository | null>;
}
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** As many commits as a list can be looked through. */
const MOST_COMMITS = 50;
const SHORT_HASH = 8;

export interface FileVersion {
  readonly title: string;
  readonly text: string;
}

/** Lets the user choose a commit that touched the file; null when nothing is chosen. Throws a sentence where there is none to choose. */
export async function chooseVersion(uri: vscode.Uri): Promise<FileVersion | null> {
  const repository = await repositoryOf(uri);
  const commits = await repository.log({ maxEntries: MOST_COMMITS, path: uri.fsPath });
  if (commits.length === 0)
    throw new Error(vscode.l10n.t('{0} is in no commit yet.', vscode.workspace.asRelativePath(uri)));
  const items = commits.map(({ hash, message, authorDate }) => ({
    label: message.split('\n')[0] ?? '',
    description: hash.slice(0, SHORT_HASH),
    ...(authorDate ? { detail: authorDate.toLocaleString(vscode.env.language) } : {}),
    hash,
  }));
  const title = vscode.l10n.t('Compare with which version?');
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  if (!chosen) return null;
  return { title: chosen.description, text: await repository.show(chosen.hash, uri.fsPath) };
}

async function repositoryOf(uri: vscode.Uri): Promise<Repository> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = extension && (await extension.activate());
  if (!git?.enabled)
    throw new Error(vscode.l10n.t('Git is switched off or missing here, so there are no versions to choose.'));
  const api = git.getAPI(1);
  const repository = api.getRepository(uri) ?? (await opened(api, uri));
  if (!repository) throw new Error(vscode.l10n.t('{0} is in no git repository.', vscode.workspace.asRelativePath(uri)));
  return repository;
}

/** The repository may not have been looked at yet: git looks upwards from the folder. */
async function opened(api: GitApi, uri: vscode.Uri): Promise<Repository | null> {
  await api.openRepository(vscode.Uri.joinPath(uri, '..'));
  return api.getRepository(uri);
}
