/** The tables of StringLookup, IntegerLookup and TextVectorization: given, or learned from a list that stands in the file. */
import { say } from '../../message.ts';
import type { Plain } from '../../model/record.ts';
import type { NativeRun } from '../../python/evaluate/native.ts';
import { int, list, NONE, Slot, type NativeCall, type Value } from '../../python/values.ts';
import { toPlain } from '../plain.ts';
import type { LayerData } from './layer-data.ts';
import { fromPlain } from './plain-values.ts';
import { specialTokens, vocabularyOf } from './records/encoding.ts';
import type { KerasState } from './state.ts';

/** What `adapt` learned; null where that cannot be told. */
const learned = new Slot<readonly Plain[] | null, LayerData>();

export function vocabularyMethods(state: KerasState, name: string): Record<string, NativeRun> {
  const table = (call: NativeCall): readonly Plain[] | null => {
    const layer = state.layerOf(call.args[0]);
    if (!layer) return null;
    const known = learned.get(layer);
    return known === undefined ? vocabularyOf(state.session.layer(layer.id).arguments) : known;
  };
  const size: NativeRun = (call) => {
    const words = table(call);
    return words ? int(words.length) : call.interpreter.unknown(say`The vocabulary comes from data.`, call.site);
  };
  return {
    vocabulary_size: size,
    vocab_size: size,
    get_vocabulary: (call) => {
      const words = table(call)?.map(fromPlain);
      return words?.every((word) => word !== undefined)
        ? list(words)
        : call.interpreter.unknown(say`The vocabulary comes from data.`, call.site);
    },
    adapt: (call) => {
      const layer = state.layerOf(call.args[0]);
      const data = call.args[1] ?? call.kwargs.get('data') ?? NONE;
      if (layer) learned.set(layer, name === 'TextVectorization' ? null : learnedFrom(state, layer, data));
      return NONE;
    },
  };
}

/** The most frequent first, of equals the one that sorts last. keras/src/layers/preprocessing/index_lookup.py, finalize_state */
function learnedFrom(state: KerasState, layer: LayerData, data: Value): readonly Plain[] | null {
  const { arguments: args } = state.session.layer(layer.id);
  const words =
    data.kind === 'list' || data.kind === 'tuple' ? data.items.map((item) => toPlain(state.session, item)) : [];
  const { max_tokens: most = null } = args;
  if (words.length === 0 || !words.every(isWord) || (most !== null && typeof most !== 'number')) return null;
  const counts = new Map<string | number, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const special = specialTokens(args);
  const sorted = [...counts]
    .sort(([word, count], [other, more]) => more - count || (word < other ? 1 : -1))
    .map(([word]) => word)
    .filter((word) => !special.includes(word));
  return [...special, ...sorted].slice(0, most ?? undefined);
}

const isWord = (value: Plain): value is string | number => typeof value === 'string' || typeof value === 'number';
