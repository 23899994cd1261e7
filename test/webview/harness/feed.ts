/**
 * Runs in the page before the panel's own script: stands in for VS Code, records what the panel says, answers `ready` with the
 * fixture that the script before this one has left.
 */
export interface HarnessWindow {
  /** Every intention the panel sent, in order. */
  posted: { type: string }[];
  state: unknown;
  violations: string[];
  /** The snapshot that answered `ready`. */
  fixture: object;
  feed: (snapshot: unknown) => void;
}

declare global {
  interface Window {
    harness: HarnessWindow;
    /** JSON, arrays of numbers as base64 (server.ts writes it). */
    fixtureText: string;
  }
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('float32' in value)) return value;
  const bytes = Uint8Array.from(atob(String(value.float32)), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

const harness: HarnessWindow = {
  posted: [],
  state: undefined,
  violations: [],
  fixture: JSON.parse(window.fixtureText, revive) as object,
  feed: (snapshot) => window.postMessage(snapshot),
};

document.addEventListener('securitypolicyviolation', (event) =>
  harness.violations.push(`${event.violatedDirective}: ${event.blockedURI}`),
);
Object.assign(window, {
  harness,
  acquireVsCodeApi: () => ({
    postMessage: (message: { type: string }) => {
      harness.posted.push(message);
      if (message.type === 'ready') harness.feed(harness.fixture);
    },
    getState: () => harness.state,
    setState: (state: unknown) => {
      harness.state = state;
    },
  }),
});
