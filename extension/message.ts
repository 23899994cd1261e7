/**
 * What the analysis says to people, in any language: a template with its values, made where the numbers are and put into words where it is
 * read. The editor and the panels look the template up among the translations (build/l10n.mjs collects them); the command line says it in
 * English.
 */
export interface Message {
  /** English, with `{0}`, `{1}` ... for the values. */
  readonly text: string;
  /** Names, numbers and shapes as they are; messages of their own. */
  readonly values: readonly MessageValue[];
}

export type MessageValue = string | number | Message;

/** Looks a template up and fills it in, as vscode.l10n.t does. */
export type Translate = (text: string, ...values: readonly (string | number)[]) => string;

/** By the place that says it: its template is written once, and what has no values is one object however often it is said. */
const TEMPLATES = new WeakMap<TemplateStringsArray, Message>();

/** say`The input has ${channels} channels.` */
export function say(parts: TemplateStringsArray, ...values: readonly MessageValue[]): Message {
  let template = TEMPLATES.get(parts);
  if (template === undefined) {
    template = { text: parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`), values: [] };
    TEMPLATES.set(parts, template);
  }
  return values.length === 0 ? template : { text: template.text, values };
}

/** `a, b and c`. */
export function listed(items: readonly MessageValue[]): MessageValue {
  const [first = '', ...rest] = items;
  return rest.reduce<MessageValue>(
    (all, item, index) => (index === rest.length - 1 ? say`${all} and ${item}` : say`${all}, ${item}`),
    first,
  );
}

/** What is said in no language but its own: the text of a Python exception. */
export const verbatim = (text: string): Message => ({ text: '{0}', values: [text] });

export const filled: Translate = (text, ...values) =>
  text.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));

export function translated({ text, values }: Message, t: Translate): string {
  return t(text, ...values.map((value) => (typeof value === 'object' ? translated(value, t) : value)));
}

export const english = (message: Message): string => translated(message, filled);

/** Where something is given, or the reason why there is none. */
export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'text' in value && 'values' in value;
