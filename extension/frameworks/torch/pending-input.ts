/**
 * Inputs of a model that nobody called: their shape is settled by the first layer that computes on them (Conv2d(3, ...) takes
 * N x 3 x H x W). Where code asks for the shape before any layer does, the first layer that the model registers decides.
 */
import { say } from '../../message.ts';
import type { Shape, Size } from '../../model/size.ts';
import { symbol } from '../../model/sizes/arithmetic.ts';
import type { PlainArguments } from '../../model/record.ts';
import type { Session } from '../session.ts';
import { Slot, type PyInstance, type Value } from '../../python/values.ts';
import { attachTensor, makeTensor, tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import { moduleOf, moduleTree, type NamedModule, type NativeLayer } from './module-data.ts';

interface Pending {
  readonly model: PyInstance;
  /** '' for the first input, 2 for the second, ...: inputs need not be equally large. */
  readonly suffix: string;
  readonly guessed: { value: boolean };
}

const pendingSlot = new Slot<Pending | null>();

export function pendingInput(
  ctx: TorchContext,
  model: PyInstance,
  index: number,
  guessed: { value: boolean },
): PyInstance {
  const input = makeTensor(ctx.session, TORCH, null, say`No layer says what the input of the model is.`);
  pendingSlot.set(input, { model, suffix: index === 0 ? '' : String(index + 1), guessed });
  return input;
}

/** A layer is about to compute on these values. */
export function settleFor(ctx: TorchContext, values: readonly Value[], layer: NativeLayer): void {
  for (const value of values) {
    const pending = pendingSlot.get(value);
    const shape = pending && inputShape(ctx.session, layer.type, layer.args, pending.suffix);
    if (!pending || !shape || value.kind !== 'instance') continue;
    // Only convolutions say how many axes their input has.
    if (!layer.type.startsWith('Conv')) pending.guessed.value = true;
    settle(ctx, value, shape, layer.type);
  }
  settleByGuess(ctx, values);
}

/** Code is about to ask for shapes. */
export function settleByGuess(ctx: TorchContext, values: readonly Value[]): void {
  for (const value of values) {
    const pending = pendingSlot.get(value);
    if (!pending || value.kind !== 'instance') continue;
    for (const { data } of candidates(ctx, pending.model)) {
      const shape = data.native && inputShape(ctx.session, data.native.type, data.native.args, pending.suffix);
      if (!shape || !data.native) continue;
      pending.guessed.value = true;
      settle(ctx, value, shape, data.native.type);
      break;
    }
  }
}

/** The layers of the module that is asking, then of those that called it: `self.mlp(style)` wants what its own first layer takes. */
function* candidates(ctx: TorchContext, model: PyInstance): Generator<NamedModule> {
  for (const { self } of [...ctx.session.interpreter.stack].reverse()) {
    if (self?.kind === 'instance' && moduleOf(self)) yield* moduleTree(self).modules;
  }
  yield* moduleTree(model).modules;
}

function settle(ctx: TorchContext, value: PyInstance, shape: Shape, type: string): void {
  const data = tensorOf(value);
  if (!data) return;
  pendingSlot.set(value, null);
  attachTensor(value, { ...data, shape, reason: null, dtype: type === 'Embedding' ? 'int64' : 'float32' });
  ctx.session.tensors[data.id] = { ...ctx.session.tensor(data.id), shape, reason: null };
}

const SPATIAL = [['L'], ['H', 'W'], ['D', 'H', 'W']];

/** What the layer takes; undefined for layers that take anything. */
function inputShape(session: Session, type: string, args: PlainArguments, suffix: string): Shape | undefined {
  const batch = symbol('N', 'batch');
  const open = (name: string): Size => session.openSize(`${name}${suffix}`);
  const number = (name: string): Size | undefined => {
    const value = args[name];
    if (typeof value === 'number') return value;
    return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'size'
      ? value.size
      : undefined;
  };
  const rank = /^(?:Conv|ConvTranspose|BatchNorm|InstanceNorm)([123])d$/.exec(type)?.[1];
  if (rank !== undefined) {
    const channels = number(type.startsWith('Conv') ? 'in_channels' : 'num_features');
    const spatial = (SPATIAL[Number(rank) - 1] ?? []).map(open);
    if (channels === undefined) return undefined;
    return type === 'BatchNorm1d' ? [batch, channels] : [batch, channels, ...spatial];
  }
  switch (type) {
    case 'Linear': {
      const features = number('in_features');
      return features === undefined ? undefined : [batch, features];
    }
    case 'GroupNorm': {
      const channels = number('num_channels');
      return channels === undefined ? undefined : [batch, channels, open('H'), open('W')];
    }
    case 'Embedding':
      return [batch, open('L')];
    case 'LSTM':
    case 'GRU':
    case 'RNN': {
      const size = number('input_size');
      if (size === undefined) return undefined;
      return args['batch_first'] === true ? [batch, open('L'), size] : [open('L'), batch, size];
    }
    case 'MultiheadAttention': {
      const width = number('embed_dim');
      if (width === undefined) return undefined;
      return args['batch_first'] === true ? [batch, open('L'), width] : [open('L'), batch, width];
    }
    default:
      return undefined;
  }
}
