/** What is worked out of a size and nothing else is worked out once: a network asks the same of the same few sizes at every layer. */
import type { SymbolicSize } from '../size.ts';

/** Some networks' worth. Keys are short, most of them below 50 characters. */
const MOST_SIZES = 4_000;

/** `compute` for sizes that are no numbers; its answer depends on the size alone, which its key says completely. */
export function remembered<Answer>(compute: (size: SymbolicSize) => Answer): (size: SymbolicSize) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (size) => {
    const known = answers.get(size.key);
    if (known) return known.answer;
    const answer = compute(size);
    if (answers.size >= MOST_SIZES) answers.clear();
    answers.set(size.key, { answer });
    return answer;
  };
}
