/** "Why?": the layer's own kernel, stride and padding in a figure to play with; no animation, every number also as a table. */
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { overlapOf, spreadAxis } from '../../../extension/model/artifacts/spread.ts';
import type { CompareSnapshot, Explanation, SettingCode, SpreadSetting } from '../../../extension/protocol.ts';
import { IconButton } from '../../shared/controls.tsx';
import { measured } from '../../shared/format.ts';
import { said } from '../../shared/l10n.ts';
import { NumbersDisclosure } from '../../shared/numbers.tsx';
import type { Point } from '../../shared/pixel-table.tsx';
import type { CompareView, Send } from '../view.ts';
import { AxisFigure } from './axis-figure.tsx';
import { ChainPart } from './chain-part.tsx';
import { overlapPlane, PlaneFigure } from './plane-figure.tsx';
import { rankOf, verdict } from './setting.ts';
import { SettingSliders } from './sliders.tsx';
import { TEXTS } from './texts.ts';

/** Input pixels per axis: the pattern shows between the borders, and the output stays readable. */
const INPUTS = 6;
const COPIED_MILLISECONDS = 1500;

interface ExplainerProps {
  readonly snapshot: CompareSnapshot;
  /** The last code that the host wrote for a setting. */
  readonly code: SettingCode | null;
  readonly send: Send;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}

export function Explainer({ snapshot: { explanation, layer, rows }, ...rest }: ExplainerProps): VNode | null {
  if (explanation === null || layer === null) return null;
  if (explanation.setting === null)
    return <p class="note explain-part">{explanation.reason && said(explanation.reason)}</p>;
  const { setting } = explanation;
  // Another layer, or another text of it, starts as it is written.
  return (
    <Playable
      key={JSON.stringify([layer.name, setting])}
      explanation={explanation}
      written={setting}
      text={rows[0]?.alternative.code.join() ?? ''}
      {...rest}
    />
  );
}

interface PlayableProps extends Omit<ExplainerProps, 'snapshot'> {
  readonly explanation: Explanation;
  readonly written: SpreadSetting;
  /** The layer as it is written: its code is asked for anew when this changes. */
  readonly text: string;
}

/** What was played with stays while the layer is as it was. */
function keptSetting(view: CompareView, written: SpreadSetting): SpreadSetting {
  if (view.playedOf !== JSON.stringify(written)) return written;
  return JSON.parse(view.played) as SpreadSetting;
}

function Playable({ explanation, written, text, code, send, view, change }: PlayableProps): VNode {
  const setting = useMemo(() => keptSetting(view, written), [view.played, view.playedOf, written]);
  const [marked, setMarked] = useState<Point>({ x: 2, y: 2 });
  const [down, across] = useMemo(() => {
    const rank = rankOf(setting);
    return [spreadAxis(setting, Math.max(0, rank - 2), INPUTS), spreadAxis(setting, rank - 1, INPUTS)];
  }, [setting]);
  const key = JSON.stringify(setting);
  useEffect(() => send({ type: 'code-of-setting', setting }), [key, text]);
  const set = (next: SpreadSetting): void =>
    change({ played: JSON.stringify(next), playedOf: JSON.stringify(written) });
  const sums = overlapOf(across);
  const places = (across.reaches[marked.x] ?? []).map(({ at }) => at);
  const words = TEXTS.paints(
    marked.x,
    places,
    places.map((at) => measured(sums[at] ?? 0)),
  );
  const drawn = across.size > 0 && down.size > 0;
  const row = { height: 1, width: sums.length, values: Float32Array.from(sums) };
  return (
    <div class="explainer">
      <div class="explain-sliders">
        <SettingSliders setting={setting} onChange={set} />
        <button
          type="button"
          class="text-button"
          title={TEXTS.asWrittenTitle}
          disabled={key === JSON.stringify(written)}
          onClick={() => change({ played: '', playedOf: '' })}
        >
          {TEXTS.asWritten}
        </button>
      </div>
      <p class="verdict" role="status">
        {drawn ? verdict(setting) : TEXTS.nothing}
      </p>
      <Code code={code} send={send} />
      {drawn && (
        <>
          <section class="explain-part">
            <h3>{TEXTS.row}</h3>
            <p class="note">{TEXTS.hint}</p>
            <AxisFigure spread={across} marked={marked.x} onMark={(x) => setMarked({ ...marked, x })} words={words} />
            <p class="note" aria-live="polite">
              {words}
            </p>
          </section>
          {rankOf(setting) > 1 && (
            <section class="explain-part">
              <h3>{TEXTS.plane}</h3>
              <PlaneFigure down={down} across={across} marked={marked} onMark={setMarked} />
            </section>
          )}
          <NumbersDisclosure
            pictures={[
              { title: TEXTS.numbersRow, plane: row },
              ...(rankOf(setting) > 1 ? [{ title: TEXTS.numbersPlane, plane: overlapPlane(down, across) }] : []),
            ]}
          />
        </>
      )}
      <ChainPart explanation={explanation} setting={setting} />
    </div>
  );
}

function Code({ code, send }: { readonly code: SettingCode | null; readonly send: Send }): VNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <section class="explain-part" aria-label={TEXTS.code}>
      <div class="code">
        <pre>
          <code>{code?.code ?? '…'}</code>
        </pre>
        <IconButton
          icon={copied ? 'check' : 'copy'}
          label={TEXTS.copy}
          onClick={() => {
            if (code === null) return;
            send({ type: 'copy-text', text: code.code });
            setCopied(true);
          }}
        />
        <span class="visually-hidden" role="status">
          {copied ? TEXTS.copied : ''}
        </span>
      </div>
    </section>
  );
}
