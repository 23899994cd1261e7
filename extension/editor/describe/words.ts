/**
 * Texts of the cards and tables in the user's language. They are made without the editor, so that they are tested as text: main.ts hands
 * over vscode.l10n.t when the extension starts.
 */
import { filled, type Message, type Translate, translated } from '../../message.ts';

let translate: Translate = filled;

export function translateWith(given: Translate): void {
  translate = given;
}

export const t: Translate = (message, ...parts) => translate(message, ...parts);

/** What the analysis says, in the user's language. */
export const said = (message: Message): string => translated(message, translate);
