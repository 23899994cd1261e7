/** Writes what the preview hands out to a file that the user chooses, and makes the report of what is shown. */
import * as vscode from 'vscode';
import { reportHtml } from '../../engine/report/html.ts';
import { reportPictures } from '../../engine/report/pictures.ts';
import { said } from '../describe/words.ts';
import type { PreviewSnapshot, WeightSource } from '../../protocol.ts';
import type { PreviewRunner } from './preview-run.ts';
import type { Drawn } from './preview-snapshot.ts';

/** Asks where to, beside the previewed file at first. */
export async function saveFile(beside: vscode.Uri, name: string, bytes: Uint8Array): Promise<void> {
  const folder =
    beside.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(beside, '..');
  const ending = name.split('.').at(-1) ?? '';
  const to = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [ending.toUpperCase()]: [ending] },
  });
  if (!to) return;
  await vscode.workspace.fs.writeFile(to, bytes);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}', vscode.workspace.asRelativePath(to)), 3000);
}

/** The report of the model as it was drawn last. */
export async function reportOf(drawn: Drawn, snapshot: PreviewSnapshot, runner: PreviewRunner): Promise<string> {
  const { concrete, run, notRun } = drawn;
  if (run === null) throw new Error(vscode.l10n.t('There is nothing to report until the model has run.'));
  const { index, model } = concrete;
  const ran = new Set(model.calls.filter((call) => !notRun.has(call)));
  const pictures = await reportPictures(
    index,
    model,
    (call) => ran.has(call) && index.call(call)?.kernel != null,
    (call) => runner.maps(concrete, run, call, new AbortController().signal),
  );
  const { weights } = snapshot;
  const [missing] = notRun.values();
  const report = {
    file: snapshot.file,
    models: [
      {
        model,
        pictures,
        reason: missing === undefined ? null : vscode.l10n.t('Not everything was drawn: {0}', said(missing)),
      },
    ],
    findings: snapshot.findings,
    settings: [snapshot.picture.name, weightsText(weights)].join(', '),
  };
  return reportHtml(report, said);
}

function weightsText(weights: WeightSource): string {
  switch (weights.kind) {
    case 'ones':
      return vscode.l10n.t('all weights one');
    case 'bilinear':
      return vscode.l10n.t('bilinear kernels, other weights initial, seed {0}', weights.seed);
    case 'initial':
      return vscode.l10n.t('initial weights, seed {0}', weights.seed);
    default:
      return weights satisfies never;
  }
}
