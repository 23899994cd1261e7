/** Signatures of Keras and TensorFlow. */
import type { Signature } from '../signature.ts';
import { SignatureTable } from '../signature-table.ts';
import recorded from './signatures.json';

const signatures = new SignatureTable(recorded);

export const signatureOf = (name: string): Signature | undefined => signatures.get(name);

const below = new Map<string, readonly string[]>();

/** Public names below a prefix: `layers.` gives `Conv2D`, `Dense` ... */
export function namesBelow(prefix: string): readonly string[] {
  const known = below.get(prefix) ?? signatures.namesBelow(prefix);
  below.set(prefix, known);
  return known;
}
