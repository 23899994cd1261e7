/** What can be changed about a row: its kernel, its factor, its interpolation, the seed of its weights. Each step is drawn at once. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CompareRow, Interpolation, RowSetting } from '../../extension/protocol.ts';
import { Select } from '../shared/controls.tsx';
import { said, t } from '../shared/l10n.ts';
import { Slider } from '../shared/slider.tsx';
import type { Send } from './view.ts';

const MOST_KERNEL = 9;
const MOST_FACTOR = 6;
/** As far as a slider goes; the panel's own seed can be any. */
const MOST_SEED = 30;

const INTERPOLATIONS: Readonly<Record<Interpolation, string>> = {
  nearest: t('Nearest'),
  bilinear: t('Bilinear'),
  bicubic: t('Bicubic'),
};
const isInterpolation = (name: string): name is Interpolation => name in INTERPOLATIONS;

interface RowSlidersProps {
  readonly row: CompareRow;
  readonly send: Send;
}

export function RowSliders({ row, send }: RowSlidersProps): VNode | null {
  const { alternative, seed, changed } = row;
  const { id, title, controls } = alternative;
  /** What was asked for and is not drawn yet. */
  const [pending, setPending] = useState<RowSetting>({});
  useEffect(() => {
    // While a slider moves on, the rows that arrive are of places that it has left already.
    const arrived: Readonly<Record<string, unknown>> = { ...controls, seed };
    const waiting = Object.entries(pending).some(([key, value]) => arrived[key] !== value);
    if (!waiting || controls === null || !changed) setPending({});
  }, [row]);
  const change = (setting: RowSetting): void => {
    setPending({ ...pending, ...setting });
    send({ type: 'set-row', id, setting });
  };
  const reset = (
    <button type="button" class="text-button" onClick={() => send({ type: 'set-row', id, setting: null })}>
      {t('Reset')}
    </button>
  );
  // What was changed can be impossible: then only the way back is left.
  if (controls === null) return changed ? reset : null;
  const { kernel, oddKernel, factor, method } = controls;
  return (
    <div class="row-sliders" role="group" aria-label={t('Change {0}', said(title))}>
      {kernel !== null && (
        <Slider
          label={t('Kernel')}
          value={pending.kernel ?? kernel}
          min={1}
          max={MOST_KERNEL}
          step={oddKernel && kernel % 2 === 1 ? 2 : 1}
          onChange={(size) => change({ kernel: size })}
        />
      )}
      {factor !== null && (
        <Slider
          label={t('Stride')}
          value={pending.factor ?? factor}
          min={1}
          max={MOST_FACTOR}
          onChange={(by) => change({ factor: by })}
        />
      )}
      {seed !== null && (
        <Slider
          label={t('Seed')}
          value={pending.seed ?? seed}
          min={0}
          max={MOST_SEED}
          onChange={(chosen) => change({ seed: chosen })}
        />
      )}
      {method !== null && (
        <Select
          label={t('Interpolation')}
          value={pending.method ?? method}
          choices={Object.entries(INTERPOLATIONS).map(([value, label]) => ({ value, label }))}
          onChange={(chosen) => isInterpolation(chosen) && change({ method: chosen })}
        />
      )}
      {changed && reset}
    </div>
  );
}
