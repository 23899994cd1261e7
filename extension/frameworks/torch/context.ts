/** What the parts of the PyTorch front end share during one analysis. */
import type { TensorId } from '../../model/graph.ts';
import type { Initialiser } from '../../model/weight.ts';
import type { Framework } from '../../model/record.ts';
import type { Size } from '../../model/size.ts';
import {
  int,
  tuple,
  type PyClass,
  type PyInstance,
  type PyIterator,
  type PyTuple,
  type Value,
} from '../../python/values.ts';
import type { Session } from '../session.ts';
import type { Signature } from '../signature.ts';
import { SignatureTable } from '../signature-table.ts';
import { sizeToValue } from '../symint.ts';
import { Slot } from '../../python/values.ts';
import signaturesJson from './signatures.json' with { type: 'json' };
import type { Trace } from './trace.ts';

export const TORCH: Framework = 'torch';

export const signatures = new SignatureTable(signaturesJson);

export const signatureOf = (key: string): Signature | undefined => signatures.get(key);

export interface TorchClasses {
  readonly tensor: PyClass;
  readonly parameter: PyClass;
  readonly module: PyClass;
  readonly size: PyClass;
  readonly device: PyClass;
  readonly dtype: PyClass;
  /** Of torch.nn, by its name. */
  readonly layer: (name: string) => PyClass | undefined;
}

export class TorchContext {
  readonly session: Session;
  readonly trace: Trace;
  /** torch.nn classes by name, user-visible. */
  readonly layers = new Map<string, PyClass>();
  readonly dtypes = new Map<string, PyInstance>();
  /** How layers' parameters start: as the layer says, until the code fills them (`nn.init.zeros_(conv.bias)`). */
  readonly starts = new Map<TensorId, Initialiser>();
  /** Every module that was constructed, in order. */
  readonly modules: PyInstance[] = [];
  /** Containers and modules of the user's own that have a fact. */
  readonly containers: PyInstance[] = [];
  #classes: TorchClasses | null = null;

  constructor(session: Session, trace: Trace) {
    this.session = session;
    this.trace = trace;
  }

  get classes(): TorchClasses {
    if (!this.#classes) throw new Error('The classes of torch are not made yet.');
    return this.#classes;
  }
  set classes(classes: TorchClasses) {
    this.#classes = classes;
  }

  /** `torch.Size([1, 3, H, W])`. */
  sizeTuple(sizes: readonly Size[]): PyTuple {
    return tuple(
      sizes.map((size) => sizeToValue(this.session, size)),
      this.classes.size,
    );
  }
}

/** The numbers of small constant tensors (arange, linspace, tensor([...])), row-major. */
const numbersSlot = new Slot<readonly number[] | null>();

export const numbersOf = (value: Value | undefined): readonly number[] | undefined =>
  numbersSlot.get(value) ?? undefined;

/** null: they are no longer known. */
export const setNumbers = (value: PyInstance, numbers: readonly number[] | null): void =>
  numbersSlot.set(value, numbers);

export function iterator(items: Iterable<Value>, typeName = 'generator'): PyIterator {
  const source = items[Symbol.iterator]();
  return {
    kind: 'iterator',
    typeName,
    next: () => {
      const step = source.next();
      return step.done ? undefined : step.value;
    },
  };
}

export const sizesToTuple = (session: Session, sizes: readonly Size[]): PyTuple =>
  tuple(sizes.map((size) => (typeof size === 'number' ? int(size) : sizeToValue(session, size))));
