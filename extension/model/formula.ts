/** Builds a chain whose steps read what they name: `a + w * (b - a)` as one instruction. */
import type { KernelCall, Step } from './kernel.ts';
import type { ExtendedOperator, Reduction, UnaryName } from './tensor-kernel.ts';

/** A value of the formula: an input, or what a step made. */
export type Term = number;

type BinaryOperator = Extract<KernelCall, { op: 'binary' }>['operator'];

export class Formula {
  readonly #inputs: number;
  readonly #steps: Step[] = [];

  constructor(inputs: number) {
    this.#inputs = inputs;
  }

  step(call: KernelCall, ...inputs: readonly Term[]): Term {
    this.#steps.push({ call, inputs });
    return this.#inputs + this.#steps.length - 1;
  }

  /** A step that reads what the one before made. */
  then(call: KernelCall): Term {
    return this.step(call, this.#inputs + this.#steps.length - 1);
  }

  binary(operator: BinaryOperator, left: Term, right: Term): Term {
    return this.step({ op: 'binary', operator }, left, right);
  }

  scaled(term: Term, factor: number): Term {
    return factor === 1 ? term : this.step({ op: 'scalar', operator: '*', value: factor }, term);
  }

  /** Compared with a number, or raised to it. */
  with(operator: ExtendedOperator | 'max' | 'min', term: Term, value: number): Term {
    return this.step({ op: 'with-number', operator, value, left: false }, term);
  }

  unary(name: UnaryName, term: Term): Term {
    return this.step({ op: 'unary', name, parameters: {} }, term);
  }

  reduce(method: Reduction, term: Term, axes: readonly number[] | null, keepAxes = false, parameter = 0): Term {
    return this.step({ op: 'reduce', method, axes, keepAxes, parameter }, term);
  }

  reshape(term: Term, shape: readonly number[]): Term {
    return this.step({ op: 'reshape', shape }, term);
  }

  where(condition: Term, chosen: Term, other: Term): Term {
    return this.step({ op: 'where' }, condition, chosen, other);
  }

  constant(shape: readonly number[], values: readonly number[]): Term {
    return this.step({ op: 'constant', shape, values });
  }

  /** Entries of one axis, from the front. */
  part(term: Term, shape: readonly number[], axis: number, start: number, size: number): Term {
    const sizes = shape.map((own, index) => (index === axis ? size : own));
    const starts = shape.map((_, index) => (index === axis ? start : 0));
    return this.step({ op: 'slice', starts, steps: shape.map(() => 1), sizes, shape: sizes }, term);
  }

  /** The chain; its result is that of the last step. */
  get kernel(): KernelCall {
    return { op: 'chain', steps: [...this.#steps] };
  }
}
