/** Runs in the page before the panel's own script: stands in for VS Code, records what the panel says, answers `ready` with a fixture. */
import { FIXTURES } from './fixtures.ts';

export interface HarnessWindow {
  /** Every intention the panel sent, in order. */
  posted: { type: string }[];
  state: unknown;
  violations: string[];
  feed: (snapshot: unknown) => void;
}

const harness: HarnessWindow = {
  posted: [],
  state: undefined,
  violations: [],
  feed: (snapshot) => window.postMessage(snapshot),
};
const parameters = new URLSearchParams(location.search);
const panel = location.pathname.slice(1);
const fixtures: Readonly<Record<string, Readonly<Record<string, unknown>>>> = FIXTURES;

document.addEventListener('securitypolicyviolation', (event) =>
  harness.violations.push(`${event.violatedDirective}: ${event.blockedURI}`),
);
Object.assign(window, {
  harness,
  acquireVsCodeApi: () => ({
    postMessage: (message: { type: string }) => {
      harness.posted.push(message);
      if (message.type === 'ready') harness.feed(fixtures[panel]?.[parameters.get('fixture') ?? 'article']);
    },
    getState: () => harness.state,
    setState: (state: unknown) => {
      harness.state = state;
    },
  }),
});
