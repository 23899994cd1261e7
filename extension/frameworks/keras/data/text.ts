/** `keras.preprocessing.text.Tokenizer`: exact where the texts stand in the file; else only what does not depend on them. */
import { say } from '../../../message.ts';
import { Evaluator } from '../../../python/evaluate/evaluator.ts';
import { native, type Value } from '../../../python/values.ts';
import { makeArray } from '../../numpy/array-data.ts';
import { LIBRARY_PREFIX } from '../../session.ts';
import { valueToSize } from '../../symint.ts';
import { TEXT } from '../library/text.ts';
import type { KerasState } from '../state.ts';
import { rowsOf } from './pad-sequences.ts';

/** Longer texts are data; counting their words would be felt. */
const MOST_CHARACTERS = 20_000;

const NAMES: readonly string[] = ['Tokenizer', 'text_to_word_sequence'];

export function textMember(state: KerasState, name: string): Value | undefined {
  const { interpreter } = state.session;
  if (!NAMES.includes(name) || !(interpreter instanceof Evaluator)) return undefined;
  const untold = (): Value => interpreter.unknown(say`It depends on the texts, which are not in the file.`);
  const { namespace } = interpreter.runModule(`${LIBRARY_PREFIX}keras/text.py`, TEXT, 'keras.preprocessing.text');
  namespace.set('_untold', native('_untold', untold));
  namespace.set(
    '_are_told',
    native('_are_told', (call) => {
      const characters = call.args[0] ? charactersOf(call.args[0]) : null;
      return { kind: 'bool', value: characters !== null && characters <= MOST_CHARACTERS };
    }),
  );
  namespace.set(
    '_table',
    native('_table', (call) => {
      const [sequences, width] = call.args;
      const columns = width && valueToSize(width);
      if (columns === undefined) return untold();
      const shape = [rowsOf(state, sequences), columns];
      return makeArray(state.session, { shape, reason: null, dtype: 'float64', numbers: null });
    }),
  );
  return namespace.get(name);
}

/** How long the texts are together; null where one is not known. */
function charactersOf(texts: Value): number | null {
  if (texts.kind === 'str') return texts.value.length;
  if (texts.kind !== 'list' && texts.kind !== 'tuple') return null;
  let sum = 0;
  for (const text of texts.items) {
    const own = charactersOf(text);
    if (own === null) return null;
    sum += own;
  }
  return sum;
}
