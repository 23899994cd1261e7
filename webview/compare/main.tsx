/** The compare panel: wires messages to the view. Everything shown comes from the last snapshot and the view state. */
import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import type { CompareIntent, CompareSnapshot, SettingCode } from '../../extension/protocol.ts';
import { connect } from '../messaging.ts';
import '../shared/base.css';
import { App } from './app.tsx';
import './compare.css';
import './explain/explain.css';
import './models.css';
import { INITIAL_VIEW, type CompareView } from './view.ts';

let snapshot: CompareSnapshot | null = null;
let code: SettingCode | null = null;
const connection = connect<CompareSnapshot, CompareIntent, CompareView>(
  'compare',
  INITIAL_VIEW,
  (received) => {
    snapshot = received;
    const { asked } = received;
    if (asked !== null && asked.at !== view.asked) change({ part: asked.part, asked: asked.at });
    else draw();
  },
  (answer) => {
    if (answer.type === 'setting-code') code = answer;
    else if (snapshot !== null) {
      const { row } = answer;
      const rows = snapshot.rows.map((one) => (one.alternative.id === row.alternative.id ? row : one));
      snapshot = { ...snapshot, rows };
    }
    draw();
  },
);
let view = connection.view;

function change(part: Partial<CompareView>): void {
  view = { ...view, ...part };
  connection.keep(view);
  draw();
}

function draw(): void {
  render(
    <App
      snapshot={snapshot}
      code={code}
      send={connection.send}
      sendPicture={connection.sendPicture}
      view={view}
      change={change}
    />,
    document.body,
  );
}

draw();
connection.send({ type: 'ready' });
