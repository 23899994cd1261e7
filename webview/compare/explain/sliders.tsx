/** What can be changed about the layer: as many sliders as its kind has. */
import type { VNode } from 'preact';
import type { SpreadSetting } from '../../../extension/protocol.ts';
import { Select } from '../../shared/controls.tsx';
import { Slider } from '../../shared/slider.tsx';
import {
  extents,
  largest,
  MOST_DILATION,
  MOST_KERNEL,
  MOST_STRIDE,
  withDilation,
  withKernel,
  withOutputPadding,
  withPadding,
  withStride,
  type Transposed,
} from './setting.ts';
import { TEXTS } from './texts.ts';

interface SlidersProps<Setting extends SpreadSetting> {
  readonly setting: Setting;
  readonly onChange: (setting: SpreadSetting) => void;
}

export function SettingSliders({ setting, onChange }: SlidersProps<SpreadSetting>): VNode {
  switch (setting.kind) {
    case 'transposed':
      return <TransposedSliders setting={setting} onChange={onChange} />;
    case 'resize':
      return (
        <>
          <Slider
            label={TEXTS.factor}
            value={largest(setting.factors)}
            min={1}
            max={MOST_STRIDE}
            text={extents(setting.factors)}
            onChange={(factor) => onChange({ ...setting, factors: setting.factors.map(() => factor) })}
          />
          <Select
            label={TEXTS.interpolation}
            showLabel
            value={setting.method}
            choices={[
              { value: 'nearest', label: TEXTS.nearest },
              { value: 'linear', label: TEXTS.linear },
            ]}
            onChange={(method) => onChange({ ...setting, method: method === 'linear' ? 'linear' : 'nearest' })}
          />
        </>
      );
    case 'sub-pixel':
      return (
        <Slider
          label={TEXTS.factor}
          value={setting.block}
          min={1}
          max={MOST_STRIDE}
          onChange={(block) => onChange({ ...setting, block })}
        />
      );
    default:
      return setting satisfies never;
  }
}

function TransposedSliders({ setting, onChange }: SlidersProps<Transposed>): VNode {
  const { kernel, stride, dilation, padding, outputPadding } = setting;
  const window = largest(dilation) * (largest(kernel) - 1) + 1;
  return (
    <>
      <Slider
        label={TEXTS.kernel}
        value={largest(kernel)}
        min={1}
        max={MOST_KERNEL}
        text={extents(kernel)}
        onChange={(size) => onChange(withKernel(setting, size))}
      />
      <Slider
        label={TEXTS.stride}
        value={largest(stride)}
        min={1}
        max={MOST_STRIDE}
        text={extents(stride)}
        onChange={(step) => onChange(withStride(setting, step))}
      />
      {typeof padding === 'string' ? (
        <Select
          label={TEXTS.padding}
          showLabel
          value={padding}
          choices={(['same', 'valid'] as const).map((value) => ({ value, label: TEXTS[value] }))}
          onChange={(word) => onChange({ ...setting, padding: word === 'same' ? 'same' : 'valid' })}
        />
      ) : (
        <>
          <Slider
            label={TEXTS.padding}
            value={largest(padding)}
            min={0}
            max={window - 1}
            text={extents(padding)}
            onChange={(cut) => onChange(withPadding(setting, cut))}
          />
          <Slider
            label={TEXTS.outputPadding}
            value={largest(outputPadding ?? [0])}
            min={0}
            max={Math.max(largest(stride), largest(dilation)) - 1}
            text={extents(outputPadding ?? [0])}
            onChange={(added) => onChange(withOutputPadding(setting, added))}
          />
        </>
      )}
      {setting.framework === 'torch' || largest(stride) === 1 ? (
        <Slider
          label={TEXTS.dilation}
          value={largest(dilation)}
          min={1}
          max={MOST_DILATION}
          text={extents(dilation)}
          onChange={(rate) => onChange(withDilation(setting, rate))}
        />
      ) : (
        <p class="note">{TEXTS.kerasDilation}</p>
      )}
    </>
  );
}
