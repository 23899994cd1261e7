/** The grade of an upsampling layer: a shape, a word and a colour, so that the colour is never alone. */
import type { VNode } from 'preact';
import type { ArtifactFacts, Grade } from '../../extension/protocol.ts';
import { Icon } from './icon.tsx';
import { said, t } from './l10n.ts';

const ICONS: Readonly<Record<Grade, string>> = {
  none: 'pass',
  mild: 'info',
  strong: 'warning',
  holes: 'error',
};
export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  none: t('None'),
  mild: t('Mild'),
  strong: t('Strong'),
  holes: t('Holes'),
};

export const GradeBadge = ({ artifact }: { readonly artifact: ArtifactFacts }): VNode => (
  <span class={`grade grade-${artifact.grade}`} title={said(artifact.reason)}>
    <Icon name={ICONS[artifact.grade]} />
    {GRADE_WORDS[artifact.grade]}
  </span>
);
