/** `keras.utils.image_dataset_from_directory` and its like: what they give follows from their arguments, whatever the files hold. */
import { say } from '../../../message.ts';
import { native, tuple, NONE, type NativeCall, type PyClass, type Value } from '../../../python/values.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { untoldSize } from '../../numpy/array-data.ts';
import { valueToSize } from '../../symint.ts';
import { makeTensor } from '../../tensor.ts';
import type { KerasState } from '../state.ts';
import { bindBatch } from './dataset.ts';
import { newDataset } from './dataset-class.ts';

/** Positional arguments that matter, by name. keras/src/utils/image_dataset_utils.py and its neighbours */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  image_dataset_from_directory: [
    'directory',
    'labels',
    'label_mode',
    'class_names',
    'color_mode',
    'batch_size',
    'image_size',
  ],
  text_dataset_from_directory: ['directory', 'labels', 'label_mode', 'class_names', 'batch_size'],
  audio_dataset_from_directory: [
    'directory',
    'labels',
    'label_mode',
    'class_names',
    'batch_size',
    'sampling_rate',
    'output_sequence_length',
  ],
};

const CHANNELS: Readonly<Record<string, number>> = { rgb: 3, rgba: 4, grayscale: 1 };
const DEFAULT_SIDE = 256;

export function loaderMember(state: KerasState, dataset: () => PyClass, name: string): Value | undefined {
  const parameters = PARAMETERS[name];
  if (!parameters) return undefined;
  return native(name, (call) => {
    const given = (parameter: string): Value | undefined =>
      call.kwargs.get(parameter) ??
      call.args[parameters.indexOf(parameter) < 0 ? call.args.length : parameters.indexOf(parameter)];
    const sample = name.startsWith('image')
      ? pictureShape(given)
      : name.startsWith('text')
        ? []
        : soundShape(state, given);
    const { axes, batches } = batchOf(state, given('batch_size'));
    const tensor = (shape: Shape | null, dtype: string): Value =>
      makeTensor(state.session, 'keras', shape && [...axes, ...shape], say`The size is not known.`, dtype);
    const input = tensor(sample, name.startsWith('text') ? 'string' : 'float32');
    const label = labelShape(state, call, given);
    const make = (): Value =>
      newDataset(dataset(), label === 'none' ? input : tuple([input, tensor(label, 'int32')]), batches);
    const subset = given('subset');
    return subset?.kind === 'str' && subset.value === 'both' ? tuple([make(), make()]) : make();
  });
}

function pictureShape(given: (name: string) => Value | undefined): Shape | null {
  const size = given('image_size');
  const sides: readonly (Size | undefined)[] =
    size === undefined
      ? [DEFAULT_SIDE, DEFAULT_SIDE]
      : size.kind === 'tuple' || size.kind === 'list'
        ? size.items.map(valueToSize)
        : [];
  const [height, width] = sides;
  const mode = given('color_mode');
  const channels = mode === undefined ? 3 : mode.kind === 'str' ? CHANNELS[mode.value] : undefined;
  return height === undefined || width === undefined || channels === undefined ? null : [height, width, channels];
}

function soundShape(state: KerasState, given: (name: string) => Value | undefined): Shape | null {
  const length = given('output_sequence_length');
  if (length === undefined || length.kind === 'none') return [state.leftOpen(), state.leftOpen()];
  const size = valueToSize(length);
  return size === undefined ? null : [size, state.leftOpen()];
}

/** The leading axis; none for `batch_size=None`. Whether there are enough files for a whole batch cannot be told. */
function batchOf(
  state: KerasState,
  given: Value | undefined,
): { axes: readonly Size[]; batches: ReadonlyMap<string, Size> } {
  if (given?.kind === 'none') return { axes: [], batches: new Map() };
  const axis = state.leftOpen();
  return { axes: [axis], batches: bindBatch(axis, untoldSize(state.session)) };
}

/** Of one label; 'none' where there are none. */
function labelShape(
  state: KerasState,
  call: NativeCall,
  given: (name: string) => Value | undefined,
): Shape | null | 'none' {
  const [labels, mode] = [given('labels'), given('label_mode') ?? { kind: 'str', value: 'int' }];
  if (labels?.kind === 'none' || mode.kind === 'none') return 'none';
  if (mode.kind !== 'str') return null;
  if (mode.value === 'binary') return [1];
  if (mode.value === 'int') return [];
  const names = given('class_names') ?? NONE;
  const count = names.kind === 'none' ? undefined : call.interpreter.iterate(names)?.length;
  return [count ?? untoldSize(state.session)];
}
