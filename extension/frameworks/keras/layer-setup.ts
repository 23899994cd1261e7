/** What every layer takes from its constructor's call: the arguments by name, and the part of its setup that all layers share. */
import type { NativeCall, PyInstance, Value } from '../../python/values.ts';
import { bindSignature } from '../signature.ts';
import { inputShapeOf, LAYER_KEYWORDS, textOf, truthOf } from './layer-class.ts';
import { signatureOf } from './signatures.ts';
import type { KerasState, LayerSetup } from './state.ts';

export interface Constructed {
  /** The arguments that were given, the keywords of all layers among them. */
  readonly given: ReadonlyMap<string, Value>;
  readonly setup: Omit<LayerSetup, 'replay'>;
}

/** `name` as in keras.layers, whatever a subclass is called. */
export function constructed(state: KerasState, call: NativeCall, name: string): Constructed {
  const instance = call.args[0] as PyInstance;
  const bound = bindSignature(state.session, name, signatureOf(`layers.${name}`) ?? [], call, {
    skip: 1,
    extraNames: LAYER_KEYWORDS,
  });
  const given = new Map([...bound.extra, ...bound.values]);
  const setup = {
    instance,
    kind: 'layer',
    type: instance.cls.name,
    name: textOf(given.get('name')),
    trainable: truthOf(call, given.get('trainable'), true),
    site: call.site,
    arguments: bound.args,
    argumentRanges: bound.ranges,
    inputShape: inputShapeOf(state, given),
  } as const;
  return { given, setup };
}
