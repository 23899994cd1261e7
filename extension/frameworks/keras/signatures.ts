/** Signatures of Keras and TensorFlow, generated from the real ones by test/oracle/signatures.py. */
import type { Signature, Signatures } from '../signature.ts';
import recorded from './signatures.json';

const signatures = recorded as unknown as Signatures;

export function signatureOf(name: string): Signature | undefined {
  return Object.hasOwn(signatures, name) ? signatures[name] : undefined;
}

const below = new Map<string, readonly string[]>();

/** Public names below a prefix: `layers.` gives `Conv2D`, `Dense` ... */
export function namesBelow(prefix: string): readonly string[] {
  const known = below.get(prefix);
  if (known) return known;
  const names = Object.keys(signatures)
    .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.'))
    .map((name) => name.slice(prefix.length));
  below.set(prefix, names);
  return names;
}
