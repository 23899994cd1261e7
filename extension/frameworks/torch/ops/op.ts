/**
 * Functions on tensors. A rule reads the bound arguments of one call and says which shapes come out; the same rule serves
 * `torch.flatten(x, 1)`, `x.flatten(1)` and, where there is one, the function of torch.nn.functional.
 */
import { say } from '../../../message.ts';
import type { Answer, Clash } from '../../../model/answer.ts';
import { concreteShape } from '../../../model/concrete.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Range } from '../../../model/range.ts';
import { answering, answeringUnder, need, refuse, unsure } from '../../../model/refusal.ts';
import { equal } from '../../../model/sizes/arithmetic.ts';
import { sizeText } from '../../../model/sizes/text.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { asNumber, NONE, tuple, type CallSite, type NativeCall, type Value } from '../../../python/values.ts';
import { reportClash } from '../../apply.ts';
import { broadcast } from '../../broadcast.ts';
import { operandTensors } from '../../operand-tensors.ts';
import { arrayOf } from '../../numpy/array-data.ts';
import { valueToSize } from '../../symint.ts';
import { makeTensor, tensorOf, type TensorData } from '../../tensor.ts';
import { numbersOf, setNumbers, TORCH, type TorchContext } from '../context.ts';

export interface Outcome {
  readonly shapes: readonly Shape[];
  /** What the engine runs, where sizes are numbers; null: nothing. */
  readonly kernel?: KernelCall | null;
  /** One per output, where each can be computed by itself. */
  readonly kernels?: readonly (KernelCall | null)[];
  readonly macs?: Size;
  /** Of the first output; by default that of the first input. */
  readonly dtype?: string;
  /** What it computes on; by default every tensor among the arguments. Numbers among them become constants. */
  readonly inputs?: readonly Value[];
  /** The numbers of a small constant result. */
  readonly numbers?: readonly number[];
  /** How several outputs are given back; a tuple when left out. */
  readonly pack?: (outputs: readonly Value[]) => Value;
}
/** A rule that computes no tensor gives the value itself. */
export type Rule = (op: Op) => Outcome | { readonly value: Value };

export class Op {
  readonly ctx: TorchContext;
  readonly label: string;
  readonly call: NativeCall;
  readonly values: ReadonlyMap<string, Value>;
  readonly ranges: Readonly<Record<string, Range>>;
  /** Set when an input is what cannot be told: that was reported where it arose. */
  inputUnknown = false;

  constructor(
    ctx: TorchContext,
    label: string,
    call: NativeCall,
    values: ReadonlyMap<string, Value>,
    ranges: Readonly<Record<string, Range>>,
  ) {
    this.ctx = ctx;
    this.label = label;
    this.call = call;
    this.values = values;
    this.ranges = ranges;
  }

  get site(): CallSite {
    return this.call.site;
  }

  value(name: string): Value | undefined {
    return this.values.get(name);
  }

  /** Given, and not None. */
  has(name: string): boolean {
    const value = this.values.get(name);
    return value !== undefined && value.kind !== 'none';
  }

  tensor(name = 'input'): TensorData {
    const value = this.values.get(name);
    const tensor = tensorOf(value);
    if (tensor) return tensor;
    this.inputUnknown = true;
    return unsure(value?.kind === 'unknown' ? value.cause.reason : say`${name} is no tensor.`);
  }

  shape(name = 'input'): Shape {
    return this.shapeOf(this.values.get(name) ?? NONE);
  }

  shapeOf(value: Value): Shape {
    const data = tensorOf(value) ?? arrayOf(value);
    if (data?.shape) return data.shape;
    if (!data && (asNumber(value) !== undefined || valueToSize(value) !== undefined)) return [];
    this.inputUnknown = true;
    if (data) return unsure(data.reason ?? say`The shape of the input is not known.`);
    return unsure(value.kind === 'unknown' ? value.cause.reason : say`The input is no tensor.`);
  }

  /** A list of tensors: the first argument of cat and stack. */
  tensors(name: string): readonly Value[] {
    const value = this.values.get(name);
    const items = value && this.call.interpreter.iterate(value);
    if (items) return items;
    this.inputUnknown = true;
    return unsure(value?.kind === 'unknown' ? value.cause.reason : say`The list of tensors cannot be told.`);
  }

  size(name: string, fallback?: Size): Size {
    const value = this.values.get(name);
    if (value === undefined || value.kind === 'none') {
      return fallback ?? unsure(say`The argument ${name} is missing.`);
    }
    return this.sizeOf(value, name);
  }

  sizeOf(value: Value, name: string): Size {
    const size = valueToSize(value);
    if (size !== undefined) return size;
    const [number] = numbersOf(value) ?? [];
    if (number !== undefined && Number.isInteger(number)) return number;
    return unsure(value.kind === 'unknown' ? value.cause.reason : say`The argument ${name} is no integer.`);
  }

  int(name: string, fallback?: number): number {
    const size = this.size(name, fallback);
    return typeof size === 'number' ? size : unsure(say`${name} is ${sizeText(size)}, which is no fixed number.`);
  }

  number(name: string, fallback: number): number {
    const value = this.values.get(name);
    if (value === undefined || value.kind === 'none') return fallback;
    return asNumber(value) ?? unsure(say`The argument ${name} cannot be told.`);
  }

  flag(name: string, fallback = false): boolean {
    const value = this.values.get(name);
    if (value === undefined) return fallback;
    return this.call.interpreter.truth(value) ?? unsure(say`The argument ${name} cannot be told.`);
  }

  text(name: string, fallback: string): string {
    const value = this.values.get(name);
    if (value === undefined || value.kind === 'none') return fallback;
    return value.kind === 'str' ? value.value : unsure(say`The argument ${name} cannot be told.`);
  }

  /** Sizes given as one sequence or as one number. */
  sizes(name: string): readonly Size[] {
    const value = this.values.get(name);
    if (value === undefined || value.kind === 'none') return unsure(say`The argument ${name} is missing.`);
    const single = valueToSize(value);
    if (single !== undefined) return [single];
    const items = this.call.interpreter.iterate(value);
    if (!items)
      return unsure(value.kind === 'unknown' ? value.cause.reason : say`The argument ${name} cannot be told.`);
    // f(1, [2, 3]) is no call of PyTorch, but f((2, 3)) and f([2, 3]) are.
    return items.map((item) => this.sizeOf(item, name));
  }

  ints(name: string): readonly number[] {
    return this.sizes(name).map((size) => (typeof size === 'number' ? size : unsure(say`${name} is no fixed number.`)));
  }

  /** An axis counted from the start. `extra` is 1 where the axis names a place between axes. */
  axis(name: string, rank: number, fallback?: number, extra = 0): number {
    return this.normal(this.int(name, fallback), rank + extra, name);
  }

  normal(axis: number, rank: number, name: string): number {
    // A scalar has one axis for this purpose.
    const count = Math.max(rank, 1);
    if (axis >= count || axis < -count) {
      refuse({
        code: 'bad-argument',
        message: say`${name} is ${axis}, but the tensor has ${rank} axes (${-count} to ${count - 1}).`,
        argument: name,
      });
    }
    return axis < 0 ? axis + count : axis;
  }

  /** Axes given as a number or a list; null when left out or None. */
  axes(name: string, rank: number): readonly number[] | null {
    if (!this.has(name)) return null;
    const axes = this.ints(name).map((axis) => this.normal(axis, rank, name));
    if (new Set(axes).size < axes.length) {
      refuse({ code: 'bad-argument', message: say`${name} names an axis twice.`, argument: name });
    }
    return axes;
  }

  /** Two sizes that must be the same. Where that depends on the symbols, it becomes a requirement of the whole model. */
  agree(left: Size, right: Size, clash: () => Clash): Size {
    const same = equal(left, right);
    if (same === false) refuse(clash());
    if (same === null) this.ctx.session.requireEqual(left, right, this.site);
    return typeof right === 'number' ? right : left;
  }

  broadcast(shapes: readonly Shape[]): Shape {
    return need(broadcast(this.ctx.session, shapes, this.site));
  }

  /** The value of a rule of the model; what it demands of sizes that are left open is kept. */
  ask<T>(rule: () => Answer<T>): T {
    const { answer, constraints } = answeringUnder(() => need(rule()));
    const value = need(answer);
    for (const { left, right } of constraints) this.ctx.session.requireEqual(left, right, this.site);
    return value;
  }

  /** All tensors among the arguments, in their order. */
  get tensorArguments(): readonly Value[] {
    const found: Value[] = [];
    for (const value of this.values.values()) {
      if (tensorOf(value)) found.push(value);
      else if (value.kind === 'tuple' || value.kind === 'list')
        found.push(...value.items.filter((item) => tensorOf(item)));
    }
    return found;
  }
}

export function runRule(op: Op, rule: Rule): Value {
  const { ctx, label, site } = op;
  const { session } = ctx;
  const answer = answering(() => rule(op));
  if (answer.kind === 'known' && 'value' in answer.value) return answer.value.value;
  const inputs = answer.kind === 'known' && 'shapes' in answer.value ? answer.value.inputs : undefined;
  const ids = (inputs ?? op.tensorArguments).flatMap((value) => tensorOf(value)?.id ?? []);
  if (answer.kind !== 'known' || !('shapes' in answer.value)) {
    const reason =
      answer.kind === 'impossible' ? answer.clash.message : answer.kind === 'unknown' ? answer.reason : say`No shape.`;
    if (answer.kind === 'impossible') reportClash(session, label, answer.clash, op.ranges, [], site);
    // Outside of a model (losses, metrics, data) a gap is nobody's concern.
    else if (!op.inputUnknown && ctx.trace.active) {
      session.finding('not-inferred', site, say`The output shape of ${label} could not be inferred: ${reason}`);
    }
    const output = makeTensor(session, TORCH, null, reason, null);
    session.addCall({
      layer: null,
      label,
      place: site,
      inputs: ids,
      outputs: [tensorOf(output)?.id ?? 0],
      macs: null,
      kernel: null,
      notRunnable: reason,
    });
    return output;
  }
  const { shapes, kernel, kernels, macs, dtype, numbers, pack } = answer.value;
  const inherited = (inputs ?? op.tensorArguments).map((value) => tensorOf(value)?.dtype).find((each) => each != null);
  const outputs = shapes.map((shape) => makeTensor(session, TORCH, shape, null, dtype ?? inherited ?? 'float32'));
  const [first] = outputs;
  if (numbers && first) setNumbers(first, numbers);
  const open = !shapes.every((shape) => concreteShape(shape) !== null);
  const wanted = Boolean(kernel ?? kernels?.some((one) => one !== null));
  const operands = wanted && !open && inputs ? operandTensors(session, TORCH, inputs, site) : ids;
  const facts = { layer: null, label, place: site, inputs: operands ?? ids, macs: macs ?? 0 };
  const runs = !open && operands !== null;
  const missing = open
    ? say`A size is left open.`
    : operands === null
      ? say`The numbers of an operand of ${label} are not known.`
      : say`The engine does not compute ${label} yet.`;
  const idsOf = (values: readonly Value[]): number[] => values.flatMap((value) => tensorOf(value)?.id ?? []);
  if (kernels) {
    // Each output is a call of its own, so that it can be run.
    outputs.forEach((output, index) => {
      const own = runs ? (kernels[index] ?? null) : null;
      session.addCall({ ...facts, outputs: idsOf([output]), kernel: own, notRunnable: own ? null : missing });
    });
  } else {
    const own = runs ? (kernel ?? null) : null;
    session.addCall({ ...facts, outputs: idsOf(outputs), kernel: own, notRunnable: own ? null : missing });
  }
  return pack ? pack(outputs) : outputs.length === 1 && first ? first : tuple(outputs);
}

export const shapes = (...all: readonly Shape[]): Outcome => ({ shapes: all });
