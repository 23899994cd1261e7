/** `tf.data`: the class of data sets, file readers as data sets of strings, specs as tensors. */
import { say } from '../../../message.ts';
import { instance, nativeClass, nativeModule } from '../../../python/evaluate/native.ts';
import { int, native, type PyClass, type PyModule, type Value } from '../../../python/values.ts';
import { makeTensor } from '../../tensor.ts';
import type { KerasState } from '../state.ts';
import { createDatasetClass, newDataset } from './dataset-class.ts';

const READERS = ['TextLineDataset', 'TFRecordDataset', 'FixedLengthRecordDataset'];
/** `tf.data.AUTOTUNE` */
const AUTOTUNE = -1;

export const datasetClass = (state: KerasState): PyClass => state.cls('Dataset', () => createDatasetClass(state));

export function dataModule(state: KerasState, name: string): PyModule {
  const options = nativeClass({
    name: 'Options',
    qualifiedName: 'tensorflow.data.Options',
    methods: {
      __init__: (call) => call.interpreter.unknown(say`Options are not followed.`),
      __getattr__: (call) => call.interpreter.unknown(say`Options are not followed.`, call.site),
    },
  });
  const entries: Record<string, Value> = {
    Dataset: datasetClass(state),
    AUTOTUNE: int(AUTOTUNE),
    Options: native('Options', () => instance(options)),
  };
  for (const reader of READERS)
    entries[reader] = native(reader, () =>
      newDataset(datasetClass(state), makeTensor(state.session, 'keras', [], null, 'string')),
    );
  return nativeModule(name, entries, (member) =>
    state.session.interpreter.unknown(say`${name}.${member} is not followed.`),
  );
}

/** `tf.TensorSpec(shape=(None, 3), dtype=tf.float32)`: a tensor of that shape. */
export function specMember(state: KerasState, name: string): Value | undefined {
  if (name !== 'TensorSpec' && name !== 'TensorShape') return undefined;
  return native(name, (call) => {
    const shape = call.args[0] ?? call.kwargs.get(name === 'TensorSpec' ? 'shape' : 'dims');
    if (name === 'TensorShape') return shape ?? call.interpreter.unknown(say`The shape is not known.`, call.site);
    const dtype = call.args[1] ?? call.kwargs.get('dtype');
    const known = shape && (shape.kind === 'tuple' || shape.kind === 'list') ? state.readShape(shape, false) : null;
    return makeTensor(
      state.session,
      'keras',
      known,
      say`The shape is not known.`,
      dtype?.kind === 'str' ? dtype.value : null,
    );
  });
}
