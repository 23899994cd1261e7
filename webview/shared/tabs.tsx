/** A row of tabs, one of them chosen; the arrow keys walk through them, as the WAI-ARIA pattern has it. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Choice } from './controls.tsx';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Choice[];
  readonly value: string;
  /** The element that shows what was chosen. */
  readonly panel: string;
  readonly onChange: (value: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export function Tabs({ label, tabs, value, panel, onChange }: TabsProps): VNode {
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    tabs.findIndex((tab) => tab.value === value),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(tabs.length - 1, at + step));
    const tab = tabs[next];
    if (tab) onChange(tab.value);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab, index) => (
        <button
          key={tab.value}
          type="button"
          id={`${panel}-${tab.value}`}
          class="tab"
          role="tab"
          aria-selected={index === at}
          aria-controls={panel}
          tabIndex={index === at ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
