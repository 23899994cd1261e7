/**
 * Changes of the text that mend a finding. One is offered only where it is the only one: the wrong value is written out where the
 * layer is constructed, and no other layer constructed there needs the value that it has.
 */
import { say } from '../message.ts';
import type { Clash } from '../model/answer.ts';
import type { Finding, Fix } from '../model/findings.ts';
import type { Range } from '../model/range.ts';
import type { Session } from './session.ts';

/** `64`, `512 * 7 * 7`: what follows from a name is wrong somewhere else. */
const WRITTEN_NUMBER = /^[\d\s*+\-/()_]+$/;
const WRITTEN_TEXT = /^(['"])[^'"\\\n]*\1$/;

/** `(2, 2)`, `[16]` */
const WRITTEN_NUMBERS = /^[([]\s*\d+\s*(?:,\s*\d+\s*)*,?\s*[)\]]$/;

/** One number in brackets becomes the right one; of several, those that are too large become the largest that will do. */
function numberPerAxis(written: string, expected: number): string | null {
  if (!WRITTEN_NUMBERS.test(written)) return null;
  const several = (written.match(/\d+/g)?.length ?? 0) > 1;
  return written.replace(/\d+/g, (digits) => String(several ? Math.min(Number(digits), expected) : expected));
}

export function argumentFix(session: Session, range: Range, { argument, expected }: Clash): Fix | null {
  if (expected === undefined || typeof argument !== 'string') return null;
  const written = session.textOf(range.file)?.slice(range.start, range.end) ?? '';
  if (typeof expected === 'number') {
    const text = WRITTEN_NUMBER.test(written) ? String(expected) : numberPerAxis(written, expected);
    return text === null ? null : { title: say`Change ${argument} to ${text}`, range, text };
  }
  const [, quote] = WRITTEN_TEXT.exec(written) ?? [];
  return quote === undefined
    ? null
    : { title: say`Change ${argument} to '${expected}'`, range, text: `${quote}${expected}${quote}` };
}

const keyOf = ({ file, start, end }: Range): string => `${file}|${start}|${end}`;

/**
 * Takes back what is no mending after all: one text stands for several layers (a block's class, a loop) that need different
 * values, or of which some work as they are.
 */
export function settleFixes(session: Session): void {
  const { findings } = session;
  if (!findings.some(({ fix }) => fix)) return;
  const texts = new Map<string, Set<string>>();
  for (const { fix } of findings) {
    if (fix) texts.set(keyOf(fix.range), (texts.get(keyOf(fix.range)) ?? new Set()).add(fix.text));
  }
  const working = rangesOfWorkingLayers(session);
  for (const [index, finding] of findings.entries()) {
    if (!finding.fix) continue;
    const key = keyOf(finding.fix.range);
    if (working.has(key) || (texts.get(key)?.size ?? 0) > 1)
      findings[index] = { ...finding, fix: null } satisfies Finding;
  }
}

/** Where the arguments of layers stand that were called with success. */
function rangesOfWorkingLayers(session: Session): ReadonlySet<string> {
  const ranges = new Set<string>();
  for (const { layer, outputs } of session.calls) {
    if (layer === null || outputs.some((id) => session.tensor(id).shape === null)) continue;
    for (const range of Object.values(session.layer(layer).argumentRanges)) ranges.add(keyOf(range));
  }
  return ranges;
}

/**
 * `self.blocks = [...]` of a module becomes `self.blocks = nn.ModuleList([...])`; null where it is not assigned in one place that can
 * be read off the text. `owner` is where the class of the module has its name.
 */
export function containerFix(session: Session, owner: Range, attribute: string, container: string): Fix | null {
  const text = session.textOf(owner.file);
  const prefix = text && /^[ \t]*class\s+\w+\(\s*((?:\w+\.)+)Module\b/m.exec(text)?.[1];
  if (!prefix) return null;
  const body = classText(text, owner.start);
  const assigned = [...body.matchAll(new RegExp(`\\bself\\.${attribute}[ \\t]*(?::[^=\\n]+)?=(?!=)[ \\t]*`, 'g'))];
  const [only] = assigned;
  if (!only || assigned.length > 1) return null;
  const from = only.index + only[0].length;
  const to = endOfValue(body, from);
  if (to === null) return null;
  const range = { file: owner.file, start: owner.start + from, end: owner.start + to };
  return { title: say`Wrap in ${prefix}${container}`, range, text: `${prefix}${container}(${body.slice(from, to)})` };
}

/** From the name of a class to the next line that is indented no more than its `class`. */
function classText(text: string, name: number): string {
  const line = text.lastIndexOf('\n', name) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0;
  const rest = text.slice(name);
  const end = new RegExp(`\\n[ \\t]{0,${indent}}(?=[^\\s#])`).exec(rest);
  return rest.slice(0, end?.index);
}

/** The end of a list, dict or name that is all of the statement's value. */
function endOfValue(text: string, from: number): number | null {
  const name = /^[A-Za-z_]\w*(?=[ \t]*(?:#.*)?(?:\n|$))/.exec(text.slice(from))?.[0];
  if (name !== undefined) return from + name.length;
  if (text[from] !== '[' && text[from] !== '{') return null;
  const open: string[] = [];
  // Strings and comments are stepped over whole.
  const part = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#.*|[[\](){}]/g;
  part.lastIndex = from;
  for (let found = part.exec(text); found; found = part.exec(text)) {
    const [token] = found;
    if (token === '[' || token === '(' || token === '{') open.push(token);
    else if (token === ']' || token === ')' || token === '}') open.pop();
    if (open.length === 0) return /^[ \t]*(?:#.*)?(?:\n|$)/.test(text.slice(part.lastIndex)) ? part.lastIndex : null;
  }
  return null;
}
