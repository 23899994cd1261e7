/** What layers that hold other layers have in common: how they are constructed, and what the layer inside makes of a shape. */
import type { Message } from '../../../message.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { nativeClass, type NativeRun } from '../../../python/evaluate/native.ts';
import {
  NONE,
  type CallSite,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../../python/values.ts';
import { totalOf } from '../../graph-builder.ts';
import { addResult } from '../../operators.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import type { LayerData } from '../layer-data.ts';
import { constructed } from '../layer-setup.ts';
import { callLayer } from '../run-layer.ts';
import type { KerasState } from '../state.ts';
import { flatten } from '../structure.ts';

/** One call of a wrapper. */
export interface WrapperCall {
  readonly state: KerasState;
  readonly wrapper: LayerData;
  /** What it was constructed with. */
  readonly given: ReadonlyMap<string, Value>;
  readonly inputs: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly site: CallSite;
}

export interface Wrapper {
  readonly name: string;
  run(call: WrapperCall): Value;
  /** Keeps what it was given where Keras keeps it, so that the layers inside are its parts. */
  hold?(state: KerasState, instance: PyInstance, given: ReadonlyMap<string, Value>, call: NativeCall): void;
  readonly methods?: Readonly<Record<string, NativeRun>>;
  readonly properties?: Readonly<Record<string, NativeRun>>;
}

export function wrapperClass(state: KerasState, base: PyClass, wrapper: Wrapper): PyClass {
  const { name } = wrapper;
  return nativeClass({
    name,
    qualifiedName: `keras.layers.${name}`,
    bases: [base],
    methods: {
      ...wrapper.methods,
      __init__: (call) => {
        construct(state, call, wrapper);
        return NONE;
      },
    },
    ...(wrapper.properties && { properties: wrapper.properties }),
  });
}

function construct(state: KerasState, call: NativeCall, wrapper: Wrapper): void {
  const { given, setup } = constructed(state, call, wrapper.name);
  wrapper.hold?.(state, setup.instance, given, call);
  const data: LayerData = state.setUp({
    ...setup,
    replay: (inputs, keywords, site) => wrapper.run({ state, wrapper: data, given, inputs, keywords, site }),
  });
}

/** A result of this shape, or the reason why there is none. */
export function wrapperResult(
  { state, wrapper, inputs, site }: WrapperCall,
  result: { readonly shape: Shape; readonly macs?: Size | null } | { readonly reason: Message },
): Value {
  const known = 'shape' in result ? { shape: result.shape, reason: null } : { shape: null, reason: result.reason };
  const macs = 'shape' in result && result.macs !== undefined ? result.macs : 0;
  return addResult(state.session, 'keras', wrapper.type, inputs, site, { ...known, kernel: null, macs });
}

interface Trial {
  readonly outputs: readonly Value[];
  readonly shapes: readonly (Shape | null)[];
  readonly reason: Message | null;
  readonly macs: Size | null;
}

/** What the layer inside makes of inputs, without keeping the calls; its weights are built on the way. */
export function trial(state: KerasState, run: () => Value): Trial {
  const { session } = state;
  return session.discarding(() => {
    const from = session.calls.length;
    const outputs = flatten(run());
    const macs = totalOf(session.calls.slice(from).map((call) => call.macs));
    const tensors = outputs.map((output) => tensorOf(output));
    const [first] = outputs;
    const reason = tensors[0]?.reason ?? (first?.kind === 'unknown' ? first.cause.reason : null);
    return { outputs, shapes: tensors.map((tensor) => tensor?.shape ?? null), reason, macs };
  });
}

/** The same on an input of this shape. */
export const tryLayer = (
  state: KerasState,
  layer: LayerData,
  shape: Shape | null,
  reason: Message | null,
  site: CallSite,
): Trial =>
  trial(state, () => callLayer(state, layer, [makeTensor(state.session, 'keras', shape, reason)], new Map(), site));
