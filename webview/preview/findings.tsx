/** What the analysis has to say about the file; a click goes to the line. */
import type { VNode } from 'preact';
import type { PreviewSnapshot } from '../../extension/protocol.ts';
import { Icon } from '../shared/icon.tsx';
import type { Send } from './view.ts';
import { t } from '../shared/l10n.ts';

const SEVERITIES: Readonly<Record<string, { readonly icon: string; readonly word: string }>> = {
  error: { icon: 'error', word: 'Error' },
  warning: { icon: 'warning', word: 'Warning' },
  info: { icon: 'info', word: 'Information' },
  hint: { icon: 'lightbulb', word: 'Hint' },
};

interface FindingsProps {
  readonly findings: PreviewSnapshot['findings'];
  readonly send: Send;
}

export const Findings = ({ findings, send }: FindingsProps): VNode => (
  <section class="part part-findings" aria-labelledby="findings-heading">
    <div class="part-head">
      <h2 id="findings-heading">{t('Findings')}</h2>
      <span class="count-badge">{findings.length}</span>
    </div>
    <ul class="findings">
      {findings.map((finding, index) => {
        const { icon, word } = SEVERITIES[finding.severity] ?? { icon: 'info', word: finding.severity };
        return (
          <li key={index}>
            <button type="button" class="finding" onClick={() => send({ type: 'reveal-line', line: finding.line })}>
              <Icon name={icon} tone={finding.severity} />
              <span class="visually-hidden">{word}: </span>
              <span class="finding-message">{finding.message}</span>
              <span class="finding-line">{t('Ln {0}', finding.line)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  </section>
);
