/**
 * A size: an integer, or an exact integer expression over named symbols (`H`, `H//2+1`), kept in a normal form in
 * which equal things are equal. Plain data, so it crosses worker boundaries as it is.
 *
 * Normal form: a sum of terms, coefficient x product of atoms, sorted; an atom is a symbol or floor(size / n) whose
 * inside has been reduced (multiples of n pulled out, common factors cancelled, floor(floor(a/m)/n) folded to one).
 * Sizes are made by sizes/arithmetic.ts only.
 * Symbols stand for integers >= 1.
 */
export interface SymbolicSize {
  readonly kind: 'size';
  readonly terms: readonly Term[];
  /**
   * The normal form as text: sizes with the same key are equal. A few equal sizes have different keys, such as `H-H//2`
   * and `(H+1)//2`; `equal` of sizes/arithmetic.ts tells those too.
   */
  readonly key: string;
}
export interface Term {
  readonly coefficient: number;
  readonly atoms: readonly Atom[];
}
export type Atom = SymbolAtom | FloorAtom;
export interface SymbolAtom {
  readonly kind: 'symbol';
  readonly name: string;
  /**
   * batch: printed `None` by Keras, `N` elsewhere. open: a size left open by the author (Keras `None`, an image's H, W).
   * opaque: a number that exists but could not be told; never printed as a fact.
   */
  readonly role: 'batch' | 'open' | 'opaque';
  /** What it is for one sample, where that can be told though the framework leaves the size open: `tf.reshape(x, [batch, -1, 8])`. */
  readonly sample?: number;
}
export interface FloorAtom {
  readonly kind: 'floor';
  readonly of: Size;
  /** A number >= 2 nearly always; symbolic only where the code divides by a size that does not cancel (`100 // H`). */
  readonly by: Size;
}
export type Size = number | SymbolicSize;
export type Shape = readonly Size[];
