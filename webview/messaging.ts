/**
 * How a panel talks to the extension host: complete snapshots come in, intentions go out, and view state (never facts) is kept
 * across hiding and reload. The one place that touches the webview API; both panels use it.
 */
import type { DecodeRequest, InputIntent, RowChange, SettingCode } from '../extension/protocol.ts';
import { decodePicture } from './shared/decode.ts';

interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

export interface Connection<Intent, View> {
  readonly send: (intent: Intent | InputIntent) => void;
  readonly view: View;
  readonly keep: (view: View) => void;
  /** Decodes a file the user dropped or chose, and sends the picture or the reason why there is none. */
  readonly sendPicture: (name: string, file: Blob) => void;
}

/** Restores what still has the type it had: an older version of the panel may have kept the state. */
function restore<View extends object>(defaults: View, kept: unknown): View {
  if (typeof kept !== 'object' || kept === null) return defaults;
  const known = new Map<string, unknown>(Object.entries(defaults));
  const valid = Object.entries(kept).filter(([key, value]) => known.has(key) && typeof known.get(key) === typeof value);
  return { ...defaults, ...Object.fromEntries(valid) };
}

/** `onAnswer` takes the small answers to single questions that some panels ask. */
export function connect<Snapshot extends { readonly type: string }, Intent, View extends object>(
  type: Snapshot['type'],
  defaults: View,
  onSnapshot: (snapshot: Snapshot) => void,
  onAnswer: (answer: SettingCode | RowChange) => void = () => undefined,
): Connection<Intent, View> {
  const api = acquireVsCodeApi();
  const send = (intent: Intent | InputIntent): void => api.postMessage(intent);
  const sendPicture = (name: string, file: Blob): void => {
    void decodePicture(name, file).then(send);
  };
  window.addEventListener('message', (event: MessageEvent<Snapshot | SettingCode | RowChange | DecodeRequest>) => {
    const message = event.data;
    if (message.type === type) onSnapshot(message as Snapshot);
    else if (message.type === 'decode') {
      const { name, bytes } = message as DecodeRequest;
      sendPicture(name, new Blob([new Uint8Array(bytes)]));
    } else if (message.type === 'setting-code' || message.type === 'row') onAnswer(message as SettingCode | RowChange);
  });
  return { send, view: restore(defaults, api.getState()), keep: (view) => api.setState(view), sendPicture };
}
