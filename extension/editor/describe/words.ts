/**
 * Texts of the cards and tables in the user's language. They are made without the editor, so that they are tested as text: main.ts hands
 * over vscode.l10n.t when the extension starts.
 */
type Translate = (message: string, ...parts: readonly (string | number)[]) => string;

let translate: Translate = (message, ...parts) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(parts[Number(index)] ?? placeholder));

export function translateWith(given: Translate): void {
  translate = given;
}

export const t: Translate = (message, ...parts) => translate(message, ...parts);
