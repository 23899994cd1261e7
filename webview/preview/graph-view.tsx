/**
 * The model as a graph: blocks that unfold, connections, zoom and pan. One node is the active one; the arrow keys move it, Enter unfolds
 * a block or goes to the source. The table of layers holds the same facts as text.
 */
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PreviewRow, PreviewSnapshot } from '../../extension/protocol.ts';
import { IconButton } from '../shared/controls.tsx';
import { integer } from '../shared/format.ts';
import { blocksOf, type Block } from './graph-blocks.ts';
import { GraphFrames } from './graph-frames.tsx';
import { layoutGraph } from './graph-layout.ts';
import { GraphNode, nodeId, NODE_HEIGHT, nodeStates, nodeText, nodeWidth, stateOf } from './graph-node.tsx';
import { MARGIN, svgFile } from './graph-svg.ts';
import { worst } from './layer-order.ts';
import { useChoice } from './use-choice.ts';
import type { Send, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

const HEIGHT = 472;
const LEAST_HEIGHT = 120;
const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 2;
const STEP = 1.25;

interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface GraphViewProps extends ViewProps {
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
  readonly width: number;
}

/** A smooth line through points that lie below each other. */
function curve(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let [x, y] = first;
  let path = `M${x.toFixed(1)} ${y.toFixed(1)}`;
  for (const [toX, toY] of rest) {
    const bend = (toY - y) / 2;
    path +=
      x === toX
        ? `V${toY.toFixed(1)}`
        : `C${x.toFixed(1)} ${(y + bend).toFixed(1)} ${toX.toFixed(1)} ${(toY - bend).toFixed(1)} ${toX.toFixed(1)} ${toY.toFixed(1)}`;
    [x, y] = [toX, toY];
  }
  return path;
}

const clampZoom = (zoom: number): number => Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoom));

export function GraphView({ snapshot, send, width, view, change }: GraphViewProps): VNode {
  const { graph, rows, selected } = snapshot;
  const svg = useRef<SVGSVGElement>(null);
  const made = useMemo(() => blocksOf(graph, view.unfolded), [graph, view.unfolded]);
  const { blocks, edges } = made;
  const rowOf = useMemo(
    () => new Map(rows.flatMap((row) => (row.call === null ? [] : [[row.call, row] as const]))),
    [rows],
  );
  const rowsOf = (block: Block): PreviewRow[] =>
    block.calls.flatMap((at) => rowOf.get(graph.nodes[at]?.call ?? -1) ?? []);
  const calls = useMemo(() => nodeStates(graph), [graph]);
  const states = blocks.map((block) => stateOf(block, calls));
  const texts = useMemo(
    () => blocks.map((block) => nodeText(block, graph, rowsOf(block), stateOf(block, calls))),
    [blocks, rowOf],
  );
  const layout = useMemo(
    () =>
      layoutGraph(
        texts.map((text) => ({ width: nodeWidth(text), height: NODE_HEIGHT })),
        edges,
      ),
    [texts, edges],
  );
  const failed = rows.filter((row) => row.call === null && row.outputShape === null);
  const stop = graph.nodes.findIndex((_, at) => calls[at] === 'stops');
  const reasonOf = (block: Block): string | null => rowsOf(block).find(({ reason }) => reason !== null)?.reason ?? null;
  const whole = { width: layout.width + 2 * MARGIN, height: layout.height + 2 * MARGIN };
  const fitting = clampZoom(Math.min(1, width / whole.width, HEIGHT / whole.height));
  /** The area is as high as the graph at this zoom, as far as there is room. */
  const heightAt = (zoom: number): number => Math.min(HEIGHT, Math.max(LEAST_HEIGHT, Math.ceil(whole.height * zoom)));
  /** Null as long as nobody has moved it: all of it, or its beginning at a size that can be read. */
  const [moved, setMoved] = useState<Camera | null>(null);
  const startZoom = Math.max(fitting, Math.min(1, width / whole.width), 0.5);
  const camera = moved ?? { zoom: startZoom, x: (whole.width * startZoom - width) / 2 / startZoom, y: 0 };
  const [activeKey, setActiveKey] = useState('');
  const same = blocks.findIndex(({ key }) => key === activeKey);
  // A block that was unfolded hands over to the first of its parts.
  const active =
    same >= 0
      ? same
      : Math.max(
          0,
          blocks.findIndex((block) => block.around === activeKey),
        );
  const place = graph.nodes.findIndex(({ call }) => call === selected);
  const chosen = blocks.findIndex(({ calls }) => calls.includes(place));
  const choice = useChoice(selected, send);

  const show = (index: number, at = camera): void => {
    const node = layout.nodes[index];
    if (!node) return;
    const [x, y] = [node.x + MARGIN, node.y + MARGIN];
    const room = { width: width / at.zoom, height: heightAt(at.zoom) / at.zoom };
    const inside = x > at.x && x < at.x + room.width && y - NODE_HEIGHT > at.y && y + NODE_HEIGHT < at.y + room.height;
    if (!inside) setMoved({ zoom: at.zoom, x: x - room.width / 2, y: y - room.height / 2 });
  };
  useEffect(() => {
    if (chosen < 0 || selected === null || choice.isAnswer(selected)) return;
    setActiveKey(blocks[chosen]?.key ?? '');
    show(chosen);
  }, [selected]);

  const choose = (index: number): void => {
    const block = blocks[index];
    if (!block) return;
    setActiveKey(block.key);
    show(index);
    const [row] = block.kind === 'call' ? rowsOf(block) : [];
    if (row && row.call !== null) choice.choose(row.call);
  };
  const open = (index: number): void => {
    const block = blocks[index];
    if (!block) return;
    if (block.kind === 'module') {
      setActiveKey(block.key);
      change({ unfolded: [...view.unfolded, block.key] });
    } else {
      const call = graph.nodes[block.calls[0] ?? -1]?.call;
      if (call !== undefined && rowOf.has(call)) send({ type: 'reveal', call });
    }
  };
  const around = blocks[active]?.around ?? null;
  const fold = (): void => {
    if (around === null) return;
    setActiveKey(around);
    change({ unfolded: view.unfolded.filter((key) => key !== around) });
  };
  const zoomBy = (factor: number, at: readonly [number, number] = [width / 2, heightAt(camera.zoom) / 2]): void => {
    const zoom = clampZoom(camera.zoom * factor);
    const by = 1 / camera.zoom - 1 / zoom;
    setMoved({ zoom, x: camera.x + at[0] * by, y: camera.y + at[1] * by });
  };
  const fit = (): void =>
    setMoved({
      zoom: fitting,
      x: (whole.width - width / fitting) / 2,
      y: (whole.height - heightAt(fitting) / fitting) / 2,
    });

  const onKeyDown = (event: KeyboardEvent): void => {
    const beside = (step: number): number => {
      const here = layout.nodes[active];
      const row = layout.nodes
        .map((node, index) => ({ ...node, index }))
        .filter(({ y }) => y === here?.y)
        .sort((a, b) => a.x - b.x);
      return row[row.findIndex(({ index }) => index === active) + step]?.index ?? active;
    };
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => choose(Math.min(blocks.length - 1, active + 1)),
      ArrowUp: () => choose(Math.max(0, active - 1)),
      ArrowRight: () => choose(beside(1)),
      ArrowLeft: () => choose(beside(-1)),
      Home: () => choose(0),
      End: () => choose(blocks.length - 1),
      Enter: () => open(active),
      Backspace: fold,
      '+': () => zoomBy(STEP),
      '-': () => zoomBy(1 / STEP),
      '0': fit,
    };
    const action = actions[event.key];
    if (!action || event.target !== event.currentTarget) return;
    event.preventDefault();
    action();
  };
  const onWheel = (event: WheelEvent & { readonly currentTarget: Element }): void => {
    // The wheel alone scrolls the panel; a pinch comes as a wheel with Ctrl.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const area = event.currentTarget.getBoundingClientRect();
    zoomBy(Math.exp(-event.deltaY / 300), [event.clientX - area.left, event.clientY - area.top]);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (event.buttons !== 1 || (event.movementX === 0 && event.movementY === 0)) return;
    setMoved({ ...camera, x: camera.x - event.movementX / camera.zoom, y: camera.y - event.movementY / camera.zoom });
  };
  const save = (): void => {
    if (!svg.current) return;
    const name = snapshot.models.find(({ id }) => id === snapshot.model)?.name ?? 'model';
    const text = svgFile(svg.current, whole.width, whole.height);
    send({ type: 'save', name: `${name.replace(/[^\w.-]+/g, '-')}.svg`, bytes: new TextEncoder().encode(text) });
  };

  return (
    <div class="graph">
      <div class="graph-tools">
        {around !== null && (
          <IconButton icon="fold" label={t('Fold the block around the active node')} onClick={fold} />
        )}
        <IconButton icon="zoom-in" label={t('Zoom in')} onClick={() => zoomBy(STEP)} />
        <IconButton icon="zoom-out" label={t('Zoom out')} onClick={() => zoomBy(1 / STEP)} />
        <IconButton icon="screen-full" label={t('Show all of the graph')} onClick={fit} />
        <IconButton icon="export" label={t('Export the graph (SVG)')} onClick={save} />
      </div>
      <div
        class="graph-area"
        role="application"
        aria-roledescription={t('graph')}
        aria-label={t(
          'Graph of the model, nodes: {0}. Arrow keys move, Enter unfolds a block or goes to the source, Backspace folds, plus and minus zoom.',
          integer(blocks.length),
        )}
        aria-activedescendant={blocks.length > 0 ? nodeId(active) : undefined}
        tabIndex={0}
        style={{ height: `${heightAt(camera.zoom)}px` }}
        onKeyDown={onKeyDown}
        onWheel={onWheel}
        onPointerMove={onPointerMove}
      >
        <svg ref={svg} width="100%" height="100%">
          <g transform={`scale(${camera.zoom}) translate(${MARGIN - camera.x} ${MARGIN - camera.y})`}>
            <GraphFrames blocks={made} layout={layout} widths={texts.map(nodeWidth)} />
            {layout.routes.map((route, index) => (
              <path
                key={index}
                class={`graph-edge graph-to-${states[edges[index]?.[1] ?? -1] ?? 'reached'}`}
                d={curve(route)}
              />
            ))}
            {blocks.map((block, index) => (
              <GraphNode
                key={block.key}
                index={index}
                text={texts[index] ?? ['', '']}
                at={layout.nodes[index] ?? { x: 0, y: 0 }}
                block={block}
                artifact={worst(rowsOf(block))}
                state={states[index] ?? 'reached'}
                reason={reasonOf(block)}
                active={index === active}
                onChoose={() => choose(index)}
                onOpen={() => open(index)}
              />
            ))}
          </g>
        </svg>
      </div>
      {stop >= 0 && (
        <p class="note">
          {t(
            'Shapes end at {0}: {1}',
            rowOf.get(graph.nodes[stop]?.call ?? -1)?.name ?? graph.nodes[stop]?.label ?? '',
            rowOf.get(graph.nodes[stop]?.call ?? -1)?.reason ?? t('not inferred'),
          )}
        </p>
      )}
      {failed.length > 0 && (
        <p class="note">
          {t(
            failed.length > 1 ? '{0} not in the graph: {1} {2} and others.' : '{0} not in the graph: {1} {2}.',
            integer(failed.length),
            failed[0]?.name ?? '',
            failed[0]?.reason ? `(${failed[0].reason})` : '',
          )}
        </p>
      )}
    </div>
  );
}
