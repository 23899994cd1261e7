/** What a layer's call is told by keyword and changes its numbers: masks, causality, initial states, training. */
import type { KernelCall } from '../../model/kernel.ts';
import type { Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import type { LayerData } from './layer-data.ts';
import type { KerasState } from './state.ts';
import { flatten } from './structure.ts';

/** Changes the call of the layer that was just added, so that it computes what was asked for, or nothing. */
export function honourKeywords(state: KerasState, layer: LayerData, keywords: ReadonlyMap<string, Value>): void {
  if (keywords.size === 0) return;
  const { session } = state;
  const call = session.calls.at(-1);
  if (!call || call.layer !== layer.id || !call.kernel) return;
  const given = (name: string): Value | undefined => {
    const value = keywords.get(name);
    return value === undefined || value.kind === 'none' ? undefined : value;
  };
  const truth = (name: string): boolean => {
    const value = given(name);
    return value !== undefined && session.interpreter.truth(value) !== false;
  };
  const { kernel } = call;
  const lose = (): void => session.extendCall(call.id, [], [], null);
  if (given('mask') !== undefined || ['query_mask', 'value_mask', 'key_mask'].some((name) => given(name))) {
    lose();
    return;
  }
  if (truth('training') && (kernel.op === 'batch-norm' || /dropout|noise|augmentation/.test(layer.record?.id ?? ''))) {
    lose();
    return;
  }
  const states = flatten(given('initial_state') ?? { kind: 'none' }).flatMap((value) => tensorOf(value)?.id ?? []);
  if (given('initial_state') !== undefined) {
    if (kernel.op === 'recurrent' && states.length > 0) session.extendCall(call.id, states, [], kernel);
    else lose();
    return;
  }
  const causal = truth('use_causal_mask');
  if (kernel.op === 'simple-attention' && causal) {
    session.extendCall(call.id, [], [], { ...kernel, causal });
    return;
  }
  if (kernel.op !== 'multi-head-attention') return;
  const mask = tensorOf(given('attention_mask'));
  if (given('attention_mask') !== undefined && !mask) {
    lose();
    return;
  }
  const own: KernelCall = { ...kernel, causal, mask: mask ? 'boolean' : 'none' };
  // The mask is the fourth input: without a key, the value is the key.
  const value = call.inputs[1];
  const key = call.inputs.length === 2 && value !== undefined ? [value] : [];
  if (causal || mask) session.extendCall(call.id, mask ? [...key, mask.id] : [], [], own);
}
