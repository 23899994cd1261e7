/** `pad_sequences(texts, maxlen=400)`: however many texts there are, each is as long as that. keras/src/utils/sequence_utils.py */
import { say } from '../../../message.ts';
import { native, type NativeCall, type Value } from '../../../python/values.ts';
import type { Size } from '../../../model/size.ts';
import { arrayOf, makeArray } from '../../numpy/array-data.ts';
import { valueToSize } from '../../symint.ts';
import type { KerasState } from '../state.ts';

export const padSequences = (state: KerasState): Value =>
  native('pad_sequences', (call) => {
    const [sequences, second] = [call.args[0] ?? call.kwargs.get('sequences'), call.args[1]];
    const given = call.kwargs.get('maxlen') ?? second;
    const length = given === undefined || given.kind === 'none' ? longest(call, sequences) : valueToSize(given);
    if (length === undefined) return call.interpreter.unknown(say`The longest sequence is not known.`, call.site);
    const shape = [rowsOf(state, sequences), length];
    return makeArray(state.session, { shape, reason: null, dtype: 'int32', numbers: null });
  });

export function rowsOf(state: KerasState, sequences: Value | undefined): Size {
  const rows = arrayOf(sequences)?.shape?.[0];
  if (rows !== undefined) return rows;
  const isWritten = sequences?.kind === 'list' || sequences?.kind === 'tuple';
  return isWritten ? sequences.items.length : state.leftOpen();
}

function longest({ interpreter }: NativeCall, sequences: Value | undefined): Size | undefined {
  if (sequences?.kind !== 'list' && sequences?.kind !== 'tuple') return undefined;
  const lengths = sequences.items.map((each) => interpreter.iterate(each)?.length);
  return lengths.every((each) => each !== undefined) ? Math.max(0, ...lengths) : undefined;
}
