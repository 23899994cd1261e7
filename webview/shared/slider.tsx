/** A whole number on a slider, with the number beside it. Tells every step while it is dragged. */
import type { VNode } from 'preact';
import { integer } from './format.ts';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** What is shown beside it, where that is more than the number. */
  readonly text?: string;
  readonly onChange: (value: number) => void;
}

export const Slider = ({ label, value, min, max, step, text, onChange }: SliderProps): VNode => (
  <label class="slider">
    <span class="field-label">{label}</span>
    <input
      type="range"
      aria-label={label}
      min={min}
      max={Math.max(max, value)}
      step={step ?? 1}
      value={value}
      aria-valuetext={text}
      onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
    <output>{text ?? integer(value)}</output>
  </label>
);
