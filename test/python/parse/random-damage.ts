/** Random damage to a text, the same for the same seed: pieces cut out, doubled, moved, and bits of Python or of nothing put in. */

const INSERTIONS = [
  '(', ')', '[', ']', '{', '}', '"', "'", '"""', 'f"', '{', '\\', '\n', '\n\t', '\n        ', ':', '=', ',', '.', '*', '**', '@', '#', ';', '\0',
  '\ufeff', '\ud83d', 'é', '0', '9999999999', '1e400', '-', ' if ', ' for x in ', ' lambda: ', 'def f(', 'class X', 'while True:\n', 'return ',
  'yield ', 'import ', 'self', 'None', 'await ', ':=',
]; // prettier-ignore

/** Numbers from 0 up to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomDamage(text: string, seed: number): string {
  const random = seededRandom(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  let damaged = text;
  for (let wound = 1 + upTo(6); wound > 0; wound--) {
    const at = upTo(damaged.length + 1);
    const piece = damaged.slice(at, at + 1 + upTo(random() < 0.2 ? 400 : 12));
    const [before, after] = [damaged.slice(0, at), damaged.slice(at + piece.length)];
    switch (upTo(5)) {
      case 0:
        damaged = before + after;
        break;
      case 1:
        damaged = before + piece + piece + after;
        break;
      case 2: {
        const to = upTo(before.length + 1);
        damaged = before.slice(0, to) + piece + before.slice(to) + after;
        break;
      }
      case 3:
        damaged = before + (random() < 0.2 ? '' : after.slice(upTo(80)));
        break;
      default:
        damaged = before + (INSERTIONS[upTo(INSERTIONS.length)] ?? '') + piece + after;
    }
  }
  return damaged;
}
