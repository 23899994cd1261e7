/** Do given sizes fit, and which sizes close to them do. */
import { evaluate, isKnown, subtract, symbolsOf } from '../sizes/arithmetic.ts';
import { isLegal, legalValues, type Equality } from './legal-values.ts';

/** Combinations of candidates that are tried; two symbols with a hundred legal values each. */
const MAX_COMBINATIONS = 20_000;
/** How far from the given size is searched: the next multiple of 512 is the farthest that any known network asks for. */
const MAX_DISTANCE = 1024;
const MAX_CANDIDATES = 128;

/** null: a symbol has no value, or a size could not be told. */
export function fits(equalities: readonly Equality[], sizes: ReadonlyMap<string, number>): boolean | null {
  let all: boolean | null = true;
  for (const { left, right } of equalities) {
    const difference = evaluate(subtract(left, right), sizes);
    if (difference === null) all = null;
    else if (difference !== 0) return false;
  }
  return all;
}

/**
 * The sizes that fit and are closest to the given ones in total, larger ones first where two are as close (padding loses nothing). null: none
 * within the search, or not told.
 */
export function nearestFit(
  equalities: readonly Equality[],
  sizes: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> | null {
  if (equalities.some(({ left, right }) => !isKnown(left) || !isKnown(right))) return null;
  const names = [
    ...new Set(equalities.flatMap(({ left, right }) => symbolsOf(subtract(left, right)).map(({ name }) => name))),
  ];
  if (names.some((name) => !sizes.has(name))) return null;
  const choices = names.map((name) => candidates(equalities, name, names, sizes));
  if (choices.some((list) => list.length === 0)) return null;
  let best: ReadonlyMap<string, number> | null = null;
  let bestCost = Infinity;
  let tried = 0;
  const visit = (index: number, chosen: ReadonlyMap<string, number>, cost: number): void => {
    const name = names[index];
    if (name === undefined) {
      if (cost < bestCost && fits(equalities, chosen) === true) [best, bestCost] = [chosen, cost];
      return;
    }
    for (const { value, distance } of choices[index] ?? []) {
      // Sorted by distance: nothing after this one is better.
      if (cost + distance >= bestCost || ++tried > MAX_COMBINATIONS) return;
      visit(index + 1, new Map([...chosen, [name, value]]), cost + distance);
    }
  };
  visit(0, new Map(sizes), 0);
  return best;
}

/** Values of one symbol that meet its own equalities, around its own value and those of the others (for `H == W`). */
function candidates(
  equalities: readonly Equality[],
  name: string,
  names: readonly string[],
  sizes: ReadonlyMap<string, number>,
): { value: number; distance: number }[] {
  const own = equalities.filter(({ left, right }) => {
    const symbols = symbolsOf(subtract(left, right));
    return symbols.length === 1 && symbols[0]?.name === name;
  });
  const legal = legalValues(own, name);
  // Past the limits of classes, values are tried one by one.
  const isFit = (value: number): boolean =>
    legal === null ? fits(own, new Map([[name, value]])) === true : isLegal(legal, value);
  const given = sizes.get(name) ?? 1;
  const found = new Set<number>(legal?.singles);
  for (const other of names) {
    const centre = sizes.get(other) ?? given;
    let count = 0;
    for (let distance = 0; distance <= MAX_DISTANCE && count < MAX_CANDIDATES; distance++) {
      for (const value of new Set([centre + distance, centre - distance])) {
        if (value >= 1 && isFit(value)) {
          found.add(value);
          count++;
        }
      }
    }
  }
  return [...found]
    .map((value) => ({ value, distance: Math.abs(value - given) }))
    .sort((a, b) => a.distance - b.distance || b.value - a.value);
}
