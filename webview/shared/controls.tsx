/** The few controls both panels are made of: native elements in the editor's colours. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ComponentChildren, VNode } from 'preact';
import { Icon } from './icon.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface SelectProps {
  readonly label: string;
  /** The label is seen, not only heard. */
  readonly showLabel?: boolean;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly title?: string;
}

export function Select({ label, showLabel, value, choices, onChange, title }: SelectProps): VNode {
  const select = (
    <span class="select">
      <select
        value={value}
        title={title ?? label}
        aria-label={showLabel ? undefined : label}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          // The host's answer decides what is shown as chosen.
          event.currentTarget.value = value;
          onChange(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
  if (!showLabel) return select;
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      {select}
    </label>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** Sends whole numbers within its limits, on Enter or on leaving the field; anything else is put back. */
export function NumberField({ label, showLabel, value, min, max, onChange }: NumberFieldProps): VNode {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // A snapshot that arrives while somebody types must not take the digits away.
    if (field.current && document.activeElement !== field.current) field.current.value = String(value);
  });
  const input = (
    <input
      class="number"
      type="number"
      aria-label={showLabel ? undefined : label}
      title={label}
      ref={field}
      defaultValue={String(value)}
      min={min}
      max={max}
      step={1}
      onChange={(event) => {
        const typed = event.currentTarget.valueAsNumber;
        if (Number.isInteger(typed) && typed >= min && typed <= max) onChange(typed);
        else event.currentTarget.value = String(value);
      }}
    />
  );
  if (!showLabel) return input;
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      {input}
    </label>
  );
}

interface IconButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly tabIndex?: number;
}

export const IconButton = ({ icon, label, onClick, tabIndex }: IconButtonProps): VNode => (
  <button
    type="button"
    class="icon-button"
    title={label}
    aria-label={label}
    tabIndex={tabIndex ?? 0}
    onClick={(event) => {
      event.stopPropagation();
      onClick();
    }}
  >
    <Icon name={icon} />
  </button>
);

interface ToggleProps {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly icon: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

export const Toggle = ({ pressed, onChange, icon, title, children }: ToggleProps): VNode => (
  <button type="button" class="toggle" aria-pressed={pressed} title={title} onClick={() => onChange(!pressed)}>
    <Icon name={icon} />
    <span>{children}</span>
  </button>
);
