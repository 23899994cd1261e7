/** How much of a model's input one element of a tensor depends on, as the surfaces show it. */
import type { Message } from '../../message.ts';
import type { CallId } from '../graph.ts';

export type ReceptiveField =
  /** Positions along each spatial axis of the input; 'all': from end to end. */
  | { readonly kind: 'extent'; readonly sizes: readonly (number | 'all')[] }
  | { readonly kind: 'whole' }
  | { readonly kind: 'unknown'; readonly reason: Message };

/** Those of the first outputs of calls, where there is something to tell. */
export type ReceptiveFields = ReadonlyMap<CallId, ReceptiveField>;
