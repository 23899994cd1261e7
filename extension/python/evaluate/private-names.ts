/** Names like `__size` in a class body are private: Python writes them `_Net__size`. */
import type { Activation } from './machine.ts';

const UNDERSCORE = 95;

/** The name that is really meant in this frame. */
export function privateName(frame: Activation, name: string): string {
  if (name.charCodeAt(0) !== UNDERSCORE || name.charCodeAt(1) !== UNDERSCORE || name.endsWith('__')) return name;
  const cls = frame.scope.kind === 'class' ? frame.name.split('.').at(-1) : frame.function?.definedIn?.name;
  const stem = cls?.replace(/^_+/, '');
  return stem ? `_${stem}${name}` : name;
}
