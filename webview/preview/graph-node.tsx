/** One node of the graph: a call, a folded module, or several equal ones. */
import type { VNode } from 'preact';
import type { ArtifactFacts, PreviewGraph, PreviewRow } from '../../extension/protocol.ts';
import { integer } from '../shared/format.ts';
import type { Block } from './graph-blocks.ts';
import { said, t } from '../shared/l10n.ts';

export const NODE_HEIGHT = 38;
const LEAST_WIDTH = 84;
const MOST_WIDTH = 240;
/** Of a letter in the node's small font, about; text is cut to the node's width. */
const LETTER = 7;
const PADDING = 20;

export const nodeId = (index: number): string => `node-${index}`;

/** The two lines of a node. */
export function nodeText(
  block: Block,
  graph: PreviewGraph,
  rows: readonly PreviewRow[],
  state: NodeState,
): readonly [string, string] {
  const node = graph.nodes[block.calls[block.kind === 'call' ? 0 : block.calls.length - 1] ?? -1];
  if (block.kind === 'module')
    return [
      block.times > 1 ? `${block.label}  ×${block.times}` : block.label,
      t(block.calls.length === 1 ? '{0} call' : '{0} calls', integer(block.calls.length)),
    ];
  const [row] = rows;
  const name = row ? row.name.split('.').slice(row.path.length).join('.') || row.name : '';
  return [
    name === '' || name === block.label ? block.label : `${name}: ${block.label}`,
    node?.shape ?? unknownText(state, row),
  ];
}

const unknownText = (state: NodeState, row: PreviewRow | undefined): string =>
  state === 'stops' ? (row?.reason ?? t('not inferred')) : t('not reached');

export const nodeWidth = (text: readonly string[]): number =>
  Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.max(...text.map(({ length }) => length)) * LETTER + PADDING));

const cut = (text: string): string => {
  const most = Math.floor((MOST_WIDTH - PADDING) / LETTER);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
};

/** Where shapes end: at a layer that cannot be, and behind it. */
export type NodeState = 'reached' | 'stops' | 'behind';

/** The state of a block: what stops in it decides, then what lies behind. */
export function stateOf({ calls }: Block, states: readonly NodeState[]): NodeState {
  const inside = new Set(calls.map((call) => states[call]));
  return inside.has('stops') ? 'stops' : inside.has('behind') ? 'behind' : 'reached';
}

/** Of every call; one whose inputs are all known and whose output is not is where shapes stop. */
export function nodeStates({ nodes, edges }: PreviewGraph): readonly NodeState[] {
  const behind = new Set(edges.flatMap(([from, to]) => (nodes[from]?.shape === null ? [to] : [])));
  return nodes.map(({ shape }, at) => (shape !== null ? 'reached' : behind.has(at) ? 'behind' : 'stops'));
}

interface GraphNodeProps {
  readonly index: number;
  readonly text: readonly [string, string];
  readonly at: { readonly x: number; readonly y: number };
  readonly block: Block;
  readonly artifact: ArtifactFacts | null;
  readonly state: NodeState;
  /** Why shapes stop here, or before. */
  readonly reason: string | null;
  readonly active: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
}

export function GraphNode({
  index,
  text,
  at,
  block,
  artifact,
  state,
  reason,
  active,
  onChoose,
  onOpen,
}: GraphNodeProps): VNode {
  const width = nodeWidth(text);
  const [first, second] = text;
  const grade = artifact && artifact.grade !== 'none' ? ` · ${artifact.grade}` : '';
  return (
    <g
      id={nodeId(index)}
      class={`graph-node graph-${block.kind} graph-${state}${active ? ' graph-active' : ''}${artifact ? ` graph-${artifact.grade}` : ''}`}
      role="img"
      aria-label={
        block.kind === 'module' ? t('{0}, {1}, folded', first, `${second}${grade}`) : `${first}, ${second}${grade}`
      }
      transform={`translate(${(at.x - width / 2).toFixed(1)} ${(at.y - NODE_HEIGHT / 2).toFixed(1)})`}
      onClick={onChoose}
      onDblClick={onOpen}
    >
      <title>
        {[first, second, artifact && said(artifact.reason), state === 'reached' ? null : reason]
          .filter(Boolean)
          .join('\n')}
      </title>
      {block.times > 1 && <rect class="graph-stack" x="4" y="-4" width={width} height={NODE_HEIGHT} rx="4" />}
      <rect class="graph-box" width={width} height={NODE_HEIGHT} rx="4" />
      {artifact && artifact.grade !== 'none' && <rect class="graph-grade" width="4" height={NODE_HEIGHT} rx="2" />}
      <text class="graph-name" x={width / 2} y="16">
        {cut(first)}
      </text>
      <text class="graph-shape" x={width / 2} y="31">
        {cut(`${second}${grade}`)}
      </text>
    </g>
  );
}
