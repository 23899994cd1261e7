/** A codicon. Always decoration: the words stand beside it or in the label of the control. */
import type { VNode } from 'preact';

export const Icon = ({ name, tone }: { readonly name: string; readonly tone?: string }): VNode => (
  <span class={`codicon codicon-${name}${tone === undefined ? '' : ` tone-${tone}`}`} aria-hidden="true" />
);
