/** A skip connection that joins sizes which differ: the smaller of the two is padded before. */
import type { Finding } from '../model/findings.ts';
import type { CallFact } from '../model/graph.ts';
import type { Framework } from '../model/record.ts';
import type { Shape } from '../model/size.ts';
import { equal } from '../model/sizes/arithmetic.ts';
import { shapeText } from '../model/sizes/text.ts';
import type { Expression } from '../python/syntax.ts';
import { FrameworkNames } from './framework-names.ts';
import type { Imports } from './imports.ts';
import type { RewriteSource } from './source.ts';
import { dottedName, sameSpan, type PathNode } from './syntax-path.ts';
import type { TextEdit } from './text-edit.ts';

interface Operand {
  readonly expression: Expression;
  readonly shape: Shape;
}

export function skipFix(source: RewriteSource, finding: Finding): readonly TextEdit[] | null {
  const join = joinAt(source, finding);
  if (!join) return null;
  const { call, framework, operands } = join;
  const [first, second] = operands;
  if (!first || !second) return null;
  const spatial = spatialAxes(first.shape, second.shape, framework);
  const axes = spatial.filter((axis) => equal(first.shape[axis] ?? 0, second.shape[axis] ?? 0) !== true);
  const padded = axes.length === 0 ? null : smallerOf(first, second, axes);
  if (padded === null) return null;
  const model = padded === first ? second : first;
  const imports = source.imports();
  const text =
    framework === 'torch' ? torchPad(source, padded, model, imports) : kerasPad(source, padded, model, imports);
  if (text === null) return null;
  return [...imports.edits(), placedBefore(source, call, padded.expression, text)];
}

/** The call that joins two tensors at the place of a finding, with what is written for each. */
function joinAt(
  source: RewriteSource,
  { range }: Finding,
): { call: CallFact; framework: Framework; operands: readonly Operand[] } | null {
  const around = source.analysis.calls
    .filter(
      ({ range: place, inputs }) =>
        place.file === range.file && place.start <= range.start && place.end >= range.end && inputs.length === 2,
    )
    .toSorted((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start));
  for (const call of around) {
    const expressions = operandsOf(source, call);
    const tensors = call.inputs.map((id) => source.analysis.tensors.find((tensor) => tensor.id === id));
    const operands = expressions.flatMap((expression, index) => {
      const shape = tensors[index]?.shape;
      return shape ? [{ expression, shape }] : [];
    });
    const framework = tensors[0]?.framework;
    if (operands.length === 2 && framework) return { call, framework, operands };
  }
  return null;
}

function operandsOf(source: RewriteSource, { range }: CallFact): readonly Expression[] {
  const node = source.path(range).findLast((one) => sameSpan(one, range));
  if (node?.kind === 'Binary') return [node.left, node.right];
  if (node?.kind !== 'Call') return [];
  const [first, second] = node.args;
  if (first?.value.kind === 'List' || first?.value.kind === 'Tuple') return first.value.items;
  return first?.kind === 'positional' && second?.kind === 'positional' ? [first.value, second.value] : [];
}

/** Axes of height, width and depth; none where the two have not as many axes. */
function spatialAxes(a: Shape, b: Shape, framework: Framework): readonly number[] {
  if (a.length !== b.length || a.length < 3) return [];
  const axes = a.map((_, axis) => axis);
  return framework === 'torch' ? axes.slice(2) : axes.slice(1, -1);
}

/** By numbers where there are any; of two formulas the longer one is what went down and up again. */
function smallerOf(first: Operand, second: Operand, axes: readonly number[]): Operand | null {
  const signs = axes.map((axis) => {
    const [a, b] = [first.shape[axis], second.shape[axis]];
    return typeof a === 'number' && typeof b === 'number' ? Math.sign(a - b) : null;
  });
  if (signs.includes(null)) return shapeText(first.shape).length > shapeText(second.shape).length ? first : second;
  if (signs.every((sign) => sign === -1)) return first;
  return signs.every((sign) => sign === 1) ? second : null;
}

/** A name, an attribute or an item of one: reading it twice costs nothing and changes nothing. */
const isPlain = ({ kind }: Expression): boolean => kind === 'Name' || kind === 'Attribute' || kind === 'Subscript';

function torchPad(source: RewriteSource, padded: Operand, model: Operand, imports: Imports): string | null {
  const axes = spatialAxes(padded.shape, model.shape, 'torch');
  const [from, to] = [source.style.slice(padded.expression), source.style.slice(model.expression)];
  const named = isPlain(padded.expression) && isPlain(model.expression);
  const amounts = axes.toReversed().map((axis, index) => {
    if (named) return `0, ${to}.shape[-${index + 1}] - ${from}.shape[-${index + 1}]`;
    const amount = differenceAt(padded, model, axis);
    return amount === null ? null : `0, ${amount}`;
  });
  if (amounts.includes(null)) return null;
  const names = new FrameworkNames('torch', anyLayer(source), imports);
  return `${names.functional('pad')}(${from}, (${amounts.join(', ')}))`;
}

function kerasPad(source: RewriteSource, padded: Operand, model: Operand, imports: Imports): string | null {
  const axes = spatialAxes(padded.shape, model.shape, 'keras');
  const amounts = axes.map((axis) => differenceAt(padded, model, axis));
  if (amounts.includes(null)) return null;
  const pairs = amounts.map((amount) => `(0, ${amount ?? 0})`).join(', ');
  const names = new FrameworkNames('keras', anyLayer(source), imports);
  const layer = names.layer(`ZeroPadding${axes.length}D`);
  const outer = axes.length === 1 ? pairs : `(${pairs})`;
  return `${layer}(${outer})(${source.style.slice(padded.expression)})`;
}

function differenceAt(padded: Operand, model: Operand, axis: number): number | null {
  const [from, to] = [padded.shape[axis], model.shape[axis]];
  return typeof from === 'number' && typeof to === 'number' ? to - from : null;
}

/** How the file names a layer of the framework: what is added goes by the same way. */
function anyLayer(source: RewriteSource): string {
  for (const layer of source.analysis.layers) {
    const construction = source.construction(layer);
    if (construction) return construction.callee;
  }
  return '';
}

/** A line of its own before the statement, where the operand is a name that the line can give anew; else in its place. */
function placedBefore(source: RewriteSource, { range }: CallFact, operand: Expression, text: string): TextEdit {
  const path = source.path(range);
  const statement = path.findLast(isSimpleStatement);
  const direct = !path.some(({ kind }) => kind === 'Lambda' || kind === 'Comprehension');
  const name = dottedName(operand);
  if (operand.kind === 'Name' && name !== null && statement && direct && source.style.standsAlone(statement)) {
    const line = `${name} = ${text}${source.style.newline}${source.style.indentAt(statement.start)}`;
    return { start: statement.start, end: statement.start, text: line };
  }
  return { start: operand.start, end: operand.end, text };
}

const isSimpleStatement = ({ kind }: PathNode): boolean =>
  kind === 'Assign' || kind === 'Return' || kind === 'ExpressionStatement' || kind === 'AugmentedAssign';
