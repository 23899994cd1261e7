/** The preview panel: wires messages to the view. Everything shown comes from the last snapshot and the view state. */
import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import type { PreviewIntent, PreviewSnapshot } from '../../extension/protocol.ts';
import { connect } from '../messaging.ts';
import '../shared/base.css';
import { App } from './app.tsx';
import './graph.css';
import './layers.css';
import './lenses.css';
import './maps.css';
import './preview.css';
import { INITIAL_VIEW, type PreviewView } from './view.ts';

/** What a run is made of, and which row is looked at. */
function runOf({ rows, selected, inputSize, picture, weights }: PreviewSnapshot): string {
  const name = rows.find(({ call }) => call !== null && call === selected)?.name;
  const nth = rows.filter((row) => row.name === name).findIndex(({ call }) => call === selected);
  return JSON.stringify({
    row: name === undefined ? null : { name, nth },
    size: inputSize?.chosen ? [inputSize.height, inputSize.width] : null,
    picture: picture.builtIn ?? 'own',
    weights,
  });
}

let snapshot: PreviewSnapshot | null = null;
const connection = connect<PreviewSnapshot, PreviewIntent, PreviewView>('preview', INITIAL_VIEW, (received) => {
  snapshot = received;
  const model = received.models.find(({ id }) => id === received.model)?.name;
  // Until the code has been read nothing is known, and what is kept stays.
  if (model === undefined) {
    draw();
    return;
  }
  const another = received.uri !== view.uri || model !== view.model;
  const run = received.status.kind === 'ready' ? runOf(received) : view.run;
  if (another) change({ uri: received.uri, model, run, folded: [], unfolded: [] });
  else if (run !== view.run) change({ run });
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
