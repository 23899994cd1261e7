/** The names a statement would have bound, read from its text because it could not be parsed. They become unknown, not undefined. */

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_]*/gu;
const TARGETS = /^\s*([\p{L}\p{N}_\s,*]+?)\s*(?::[^=]*)?(?:[-+*/%&|^@]|\/\/|\*\*|<<|>>)?=(?!=)/u;
const DEFINITION = /^\s*(?:async\s+)?(?:def|class)\s+([\p{L}_][\p{L}\p{N}_]*)/u;
const LOOP = /^\s*(?:async\s+)?for\s+(.+?)(?:\s+in\b|:|$)/u;
const IMPORT = /^\s*(?:from\s+[.\p{L}\p{N}_]+\s+)?import\s+(.*)/su;
const ALIAS = /\bas\s+([\p{L}_][\p{L}\p{N}_]*)/gu;
const WALRUS = /([\p{L}_][\p{L}\p{N}_]*)\s*:=/gu;

/** Enough for any statement typed by hand, and a bound for what the expressions above may cost. */
const LONGEST_TEXT = 2000;

export function namesBoundBy(statement: string): string[] {
  const text = statement.slice(0, LONGEST_TEXT);
  const names = new Set<string>();
  const add = (part: string | undefined) => {
    for (const [name] of (part ?? '').matchAll(IDENTIFIER)) names.add(name);
  };
  add(DEFINITION.exec(text)?.[1]);
  add(LOOP.exec(text)?.[1]);
  const imported = IMPORT.exec(text)?.[1];
  if (imported !== undefined) {
    for (const item of imported.split(',')) {
      const alias = /\bas\s+(\S+)/.exec(item)?.[1];
      add(alias ?? /[\p{L}_][\p{L}\p{N}_]*/u.exec(item)?.[0]);
    }
  } else {
    add(TARGETS.exec(text)?.[1]);
    for (const [, name] of text.matchAll(ALIAS)) add(name);
    for (const [, name] of text.matchAll(WALRUS)) add(name);
  }
  return [...names];
}
