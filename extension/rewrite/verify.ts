/** Whether a rewritten text keeps its promise: judged by an analysis of it, never by how it was made. */
import { english } from '../message.ts';
import type { Analysis, CallFact } from '../model/graph.ts';
import type { Finding } from '../model/findings.ts';
import type { Range } from '../model/range.ts';
import { shapeText } from '../model/sizes/text.ts';
import type { Span } from '../python/syntax.ts';
import { editedSpans, type TextEdit } from './text-edit.ts';

const errorsOf = (analysis: Analysis): readonly Finding[] =>
  analysis.findings.filter(({ severity, code }) => severity === 'error' || code === 'syntax-error');

function outputsOf(analysis: Analysis, calls: readonly CallFact[]): readonly string[] {
  const shapes = new Map(analysis.tensors.map(({ id, shape }) => [id, shape]));
  return calls.map(({ outputs }) =>
    outputs
      .map((id) => shapes.get(id))
      .map((shape) => (shape ? shapeText(shape) : '?'))
      .join(', '),
  );
}

/** Each model as what goes in and comes out. Names may change with the number of layers, and a new Sequential is a model too. */
function modelShapes(analysis: Analysis): readonly string[] {
  const shapes = new Map(analysis.tensors.map(({ id, shape }) => [id, shape]));
  const text = (id: number): string => {
    const shape = shapes.get(id);
    return shape ? shapeText(shape) : '?';
  };
  return analysis.models.map(
    ({ inputs, outputs }) => `${inputs.map(text).join(', ')} -> ${outputs.map(text).join(', ')}`,
  );
}

/** Every text of the first list stands in the second, as often. */
function contains(all: readonly string[], some: readonly string[]): boolean {
  const rest = [...all];
  return some.every((text) => {
    const at = rest.indexOf(text);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

const inside = ({ start, end }: Span, spans: readonly Span[]): boolean =>
  spans.some((span) => span.start <= start && end <= span.end);

/**
 * The layers keep their output shapes: every model gives what it gave, what is computed elsewhere is what it was, and the new code computes
 * each shape that the old one did. No error more than before.
 */
export function keepsShapes(before: Analysis, after: Analysis, range: Range, edits: readonly TextEdit[]): boolean {
  if (errorsOf(after).length > errorsOf(before).length) return false;
  if (!contains(modelShapes(after), modelShapes(before))) return false;
  const old = new Set(before.layers.filter(({ range: place }) => inside(place, [range])).map(({ id }) => id));
  const wanted = new Set(
    outputsOf(
      before,
      before.calls.filter(({ layer }) => layer !== null && old.has(layer)),
    ),
  );
  const fresh = newSpans(after, range, edits);
  const isNew = new Set(after.layers.filter(({ range: place }) => inside(place, fresh)).map(({ id }) => id));
  const made = after.calls.filter(
    (call) => (call.layer !== null && isNew.has(call.layer)) || inside(call.range, fresh),
  );
  const given = new Set(outputsOf(after, made));
  return wanted.size > 0 && [...wanted].every((shape) => shape !== '?' && given.has(shape));
}

/** Where the new code stands: the edits, or around them where they only touch arguments. */
function newSpans({ file }: Analysis, range: Range, edits: readonly TextEdit[]): readonly Span[] {
  if (range.file !== file) return [];
  const within = edits.filter(({ start, end }) => start >= range.start && end <= range.end);
  const spans = editedSpans(edits);
  const [first] = within;
  if (first && !within.some(({ start, end }) => start === range.start && end === range.end)) {
    const shift = edits
      .filter(({ end }) => end <= range.start)
      .reduce((by, { start, end, text }) => by + text.length - (end - start), 0);
    const grown = within.reduce((by, { start, end, text }) => by + text.length - (end - start), 0);
    return [{ start: range.start + shift, end: range.end + shift + grown }];
  }
  return spans;
}

/** The error is gone, and none has come for it. */
export function heals(before: Analysis, after: Analysis, finding: Finding): boolean {
  const words = english(finding.message);
  const same = (analysis: Analysis): number =>
    analysis.findings.filter(({ code, message }) => code === finding.code && english(message) === words).length;
  return same(after) < same(before) && errorsOf(after).length <= errorsOf(before).length;
}
