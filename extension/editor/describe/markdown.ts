/** The few pieces of Markdown that the hover cards are made of. */

/** Names and expressions come from the user's code: `2*(H//16)` and `conv_1` must read as they stand. */
export const escaped = (text: string): string => text.replace(/[\\`*_[\]|<>~&]/g, '\\$&');

/** As code; code has no escapes, so that a backtick would end it. */
export const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

/** A table without headings; null rows are left out. */
export const table = (rows: readonly (readonly [string, string] | null)[]): string =>
  ['| | |', '|---|---|', ...rows.flatMap((row) => (row ? [`| ${row[0]} | ${row[1]} |`] : []))].join('\n');

export const image = (svg: string, alternative: string): string =>
  `![${alternative}](data:image/svg+xml;base64,${btoa(svg)})`;

export const link = (text: string, address: string): string => `[${escaped(text)}](${address})`;
