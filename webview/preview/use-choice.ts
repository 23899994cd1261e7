import { useRef } from 'preact/hooks';
import type { Send } from './view.ts';

export interface Choice {
  /** Asks the host to select a call, unless it is selected already. */
  choose(call: number): void;
  /** For a call that has just become the selected one: whether this panel asked for it. To be asked once each time. */
  isAnswer(call: number): boolean;
}

/**
 * The choice of a call here. The host selects it in a snapshot a moment later; by then the keys may have gone on, and must not be taken
 * back to it. What it selects unasked, for instance after the cursor moved in the editor, is to be followed.
 */
export function useChoice(selected: number | null, send: Send): Choice {
  const { current: asked } = useRef<number[]>([]);
  return {
    choose: (call) => {
      if (asked.length === 0 && call === selected) return;
      asked.push(call);
      send({ type: 'select-call', call });
    },
    isAnswer: (call) => {
      const at = asked.indexOf(call);
      // What was asked for before it will not be answered any more, nor anything when the host went elsewhere.
      asked.splice(0, at < 0 ? asked.length : at + 1);
      return at >= 0;
    },
  };
}
