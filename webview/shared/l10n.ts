/** Texts in the user's language: the host writes the bundle of translations into the page; without one the texts stay as they are. */

import { filled, type Message, translated } from '../../extension/message.ts';

let bundle: Readonly<Record<string, string>> | null = null;

function translations(): Readonly<Record<string, string>> {
  const text = typeof document === 'undefined' ? null : document.getElementById('l10n')?.textContent;
  return text ? (JSON.parse(text) as Readonly<Record<string, string>>) : {};
}

/** The message with `{0}`, `{1}` ... replaced, as vscode.l10n.t does it. */
export function t(message: string, ...parts: readonly (string | number)[]): string {
  bundle ??= translations();
  return filled(bundle[message] ?? message, ...parts);
}

/** What the analysis says. */
export const said = (message: Message): string => translated(message, t);
