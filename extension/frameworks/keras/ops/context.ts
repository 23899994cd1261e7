/** One call of a function on tensors: its arguments by the names it has in TensorFlow, keras.ops or K, and how results are made. */
import { type Message, say } from '../../../message.ts';
import { equal } from '../../../model/sizes/arithmetic.ts';
import { openSize } from '../../../model/concrete.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { asInt, asNumber, list, type CallSite, type Value } from '../../../python/values.ts';
import { arrayOf } from '../../numpy/array-data.ts';
import { readArray } from '../../numpy/read.ts';
import { addResult, type Result } from '../../operators.ts';
import { toRange } from '../../session.ts';
import { valueToSize } from '../../symint.ts';
import { tensorOf } from '../../tensor.ts';
import { toTensors } from '../run-layer.ts';
import type { KerasState } from '../state.ts';
import { flatten } from '../structure.ts';
import { sizesIn, vectorOf } from './shape-vector.ts';

/** Which of the libraries a function is from: their defaults differ. */
export type Family = 'tf' | 'ops' | 'backend' | 'activations' | 'utils' | 'random';

export class OpCall {
  readonly family: Family;
  /** On the tensors of a model, outside of any layer: Keras's own rules tell the shape, not TensorFlow's. */
  readonly outside: boolean;
  readonly state: KerasState;
  readonly label: string;
  readonly site: CallSite;
  readonly #args: readonly Value[];
  readonly #kwargs: ReadonlyMap<string, Value>;

  constructor(
    state: KerasState,
    label: string,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: CallSite,
    family: Family,
    outside: boolean,
  ) {
    this.family = family;
    this.outside = outside;
    this.state = state;
    this.label = label;
    this.#args = args;
    this.#kwargs = kwargs;
    this.site = site;
  }

  /** The argument at a position, or under one of its names. */
  arg(position: number, ...names: readonly string[]): Value | undefined {
    const positional = this.#args[position];
    if (positional) return positional;
    for (const name of names) {
      const value = this.#kwargs.get(name);
      if (value) return value;
    }
    return undefined;
  }

  get positional(): readonly Value[] {
    return this.#args;
  }

  get keywords(): ReadonlyMap<string, Value> {
    return this.#kwargs;
  }

  named(name: string): Value | undefined {
    return this.#kwargs.get(name);
  }

  asTensor(value: Value): Value {
    return toTensors(this.state, value);
  }

  /** The first argument, whatever its name, as a tensor where it is an array. */
  get first(): Value {
    const value = this.#args[0] ?? [...this.#kwargs.values()][0];
    return value ? toTensors(this.state, value) : this.unknown(say`The function needs an argument.`);
  }

  tensor(position: number, ...names: readonly string[]): Value {
    const value = this.arg(position, ...names);
    return value ? toTensors(this.state, value) : this.unknown(say`An argument is missing.`);
  }

  int(position: number, ...names: readonly string[]): number | undefined {
    return asInt(this.arg(position, ...names));
  }

  number(position: number, ...names: readonly string[]): number | undefined {
    return asNumber(this.arg(position, ...names));
  }

  text(position: number, ...names: readonly string[]): string | undefined {
    const value = this.arg(position, ...names);
    return value?.kind === 'str' ? value.value : undefined;
  }

  size(position: number, ...names: readonly string[]): Size | undefined {
    return valueToSize(this.arg(position, ...names));
  }

  sizes(position: number, ...names: readonly string[]): readonly Size[] | null {
    const value = this.arg(position, ...names);
    const single = valueToSize(value);
    if (single !== undefined) return [single];
    const constant = this.state.constants.get(value);
    if (constant && tensorOf(value)?.shape?.length === 1) return constant;
    const array = arrayOf(value);
    if (array?.numbers && array.shape?.length === 1) return array.numbers;
    return sizesIn(value);
  }

  flag(position: number, ...names: readonly string[]): boolean {
    const value = this.arg(position, ...names);
    return value !== undefined && this.state.session.interpreter.truth(value) === true;
  }

  /** Axes of a reduction: a number, several, or null for all; undefined when not known. */
  axes(rank: number, position: number, ...names: readonly string[]): readonly number[] | null | undefined {
    const value = this.arg(position, ...names);
    if (value === undefined || value.kind === 'none') return null;
    const sizes = this.sizes(position, ...names);
    if (!sizes?.every((size) => typeof size === 'number' && size >= -rank && size < rank)) return undefined;
    return (sizes as readonly number[]).map((size) => (size < 0 ? rank + size : size));
  }

  /** An axis counted from the front; undefined also where there is none such. */
  axis(rank: number, otherwise: number, position: number, ...names: readonly string[]): number | undefined {
    const value = this.arg(position, ...names);
    const axis = value === undefined || value.kind === 'none' ? otherwise : asInt(value);
    return axis === undefined || axis < -rank || axis >= rank ? undefined : axis < 0 ? rank + axis : axis;
  }

  shapeOf(value: Value): Shape | null {
    const vector = vectorOf(value);
    if (vector) return [vector.length];
    return tensorOf(value)?.shape ?? (valueToSize(value) !== undefined ? [] : readArray(value).shape);
  }

  reasonOf(value: Value): Message {
    if (value.kind === 'unknown') return value.cause.reason;
    return tensorOf(value)?.reason ?? say`The shape of an argument is not known.`;
  }

  unknown(reason: Message): Value {
    return this.state.session.interpreter.unknown(reason, this.site);
  }

  /** A tensor of this shape that is computed from the operands. */
  result(operands: readonly Value[], shape: Shape | null, more: Partial<Result> = {}): Value {
    const inputs = operands.flatMap((operand) => flatten(operand));
    const reason = shape
      ? null
      : (more.reason ?? this.reasonOf(inputs.find((input) => !this.shapeOf(input)) ?? operands[0] ?? this.first));
    const shapes = [...inputs.map((input) => this.shapeOf(input)), shape];
    const numeric = shapes.every((each) => each !== null) && openSize(shapes) === undefined;
    const kernel: KernelCall | null = shape && numeric ? (more.kernel ?? null) : null;
    return addResult(this.state.session, 'keras', this.label, inputs, this.site, {
      macs: 0,
      ...more,
      shape,
      reason,
      kernel,
    });
  }

  /** The sizes must be the same; a finding when they cannot be. */
  agree(left: Size, right: Size, message: Message): boolean {
    const same = equal(left, right);
    if (same === false) this.state.session.finding('shape-mismatch', toRange(this.site), message);
    if (same === null) this.state.session.requireEqual(left, right, this.site);
    return same !== false;
  }

  pack(values: readonly Value[]): Value {
    return list(values);
  }
}

export type Operation = (call: OpCall) => Value;
