/** The preview panel: wires messages to the view. Everything shown comes from the last snapshot and the view state. */
import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import type { PreviewIntent, PreviewSnapshot } from '../../extension/protocol.ts';
import { connect } from '../messaging.ts';
import '../shared/base.css';
import { App } from './app.tsx';
import './preview.css';
import { INITIAL_VIEW, type PreviewView } from './view.ts';

let snapshot: PreviewSnapshot | null = null;
const connection = connect<PreviewSnapshot, PreviewIntent, PreviewView>('preview', INITIAL_VIEW, (received) => {
  snapshot = received;
  const model = received.models.find(({ id }) => id === received.model)?.name ?? '';
  if (received.uri !== view.uri || model !== view.model) change({ uri: received.uri, model, folded: [], unfolded: [] });
  else draw();
});
let view = connection.view;

function change(part: Partial<PreviewView>): void {
  view = { ...view, ...part };
  connection.keep(view);
  draw();
}

function draw(): void {
  render(
    <App snapshot={snapshot} send={connection.send} sendPicture={connection.sendPicture} view={view} change={change} />,
    document.body,
  );
}

draw();
connection.send({ type: 'ready' });
