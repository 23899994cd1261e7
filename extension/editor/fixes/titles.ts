/** What a quick fix is called in the light bulb's menu. */
import * as vscode from 'vscode';
import { said } from '../describe/words.ts';
import type { Fix } from '../../rewrite/fix.ts';

export function fixTitle({ id, detail }: Fix): string {
  switch (id) {
    case 'kernel-multiple':
      return vscode.l10n.t('Make the kernel a multiple of the stride');
    case 'nearest-convolution':
      return vscode.l10n.t('Resize (nearest neighbour), then convolve');
    case 'bilinear-convolution':
      return vscode.l10n.t('Resize (bilinear), then convolve');
    case 'sub-pixel-icnr':
      return vscode.l10n.t('Use sub-pixel convolution with ICNR initialisation');
    case 'icnr':
      return vscode.l10n.t('Initialise the convolution before with ICNR');
    case 'right-value':
    case 'right-name':
      return detail ? said(detail) : vscode.l10n.t('Change to what the framework takes');
    case 'pad-skip':
      return vscode.l10n.t('Pad the smaller side of the skip connection');
    default:
      return id satisfies never;
  }
}
