/**
 * Choices that outlive edits: a model or a row is remembered by its name and by which of that name it is, because ids change with every
 * analysis and PyTorch calls one module several times.
 */

export interface NamedChoice {
  readonly name: string;
  /** 0 for the first of that name. */
  readonly nth: number;
}

interface Named {
  readonly name: string;
}

export function choiceOf<T extends Named>(all: readonly T[], one: T | undefined): NamedChoice | null {
  if (!one) return null;
  const same = all.filter(({ name }) => name === one.name);
  return { name: one.name, nth: Math.max(0, same.indexOf(one)) };
}

/** The chosen one; the first of its name when there are fewer now. */
export function chosenFrom<T extends Named>(all: readonly T[], choice: NamedChoice | null): T | undefined {
  if (choice === null) return undefined;
  const same = all.filter(({ name }) => name === choice.name);
  return same[choice.nth] ?? same[0];
}
