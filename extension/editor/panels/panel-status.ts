/** What the panels say when there is nothing to draw, or while there is: one sentence, and what to do. */
import * as vscode from 'vscode';
import type { PanelStatus } from '../../protocol.ts';
import { RequestCancelled } from '../../worker/client.ts';

export const working = (
  label: string,
  done = 0,
  total = 0,
  millisecondsLeft: number | null = null,
  peakBytes: number | null = null,
): PanelStatus => ({
  kind: 'working',
  label,
  done,
  total,
  millisecondsLeft,
  peakBytes,
});

export const NO_MODEL = (): PanelStatus => ({
  kind: 'empty',
  message: vscode.l10n.t('No model found in this file.'),
  hint: vscode.l10n.t(
    'Write a Keras model or a torch.nn.Module. A class that needs arguments is drawn with a comment such as: # layerscope: Net(3, 10) on (1, 3, 64, 64)',
  ),
});

export const NO_LAYER = (): PanelStatus => ({
  kind: 'empty',
  message: vscode.l10n.t('No upsampling layer yet.'),
  hint: vscode.l10n.t(
    'Put the cursor on an UpSampling2D, Conv2DTranspose, ConvTranspose2d, Upsample or PixelShuffle in your code.',
  ),
});

export const cancelled = (): PanelStatus => ({
  kind: 'failed',
  message: vscode.l10n.t('The run was cancelled.'),
  hint: vscode.l10n.t('Change the code or a setting to run it again.'),
});

/** A picture that could not be used: what was drawn before stays. */
export const badPicture = (problem: string): PanelStatus => ({
  kind: 'failed',
  message: problem,
  hint: vscode.l10n.t('Choose another picture; the last one that worked is shown.'),
});

export const failed = (error: unknown, hint: string): PanelStatus => ({
  kind: 'failed',
  message: error instanceof Error ? error.message : String(error),
  hint,
});

/** Work that was overtaken or called off: nothing to tell. */
export const isCancelled = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted || error instanceof RequestCancelled;
