/**
 * A layered drawing of a graph, top to bottom (Sugiyama, Tagawa and Toda 1981): ranks by longest path, order within a rank by
 * barycentres, long connections through a chain of dummies. One chain serves all connections of a source, so that dense skips stay cheap.
 */

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  /** Middles of the boxes. */
  readonly nodes: readonly { readonly x: number; readonly y: number }[];
  /** Points that the connections go through, first and last included. */
  readonly routes: readonly (readonly (readonly [number, number])[])[];
  readonly width: number;
  readonly height: number;
}

const RANK_GAP = 30;
const NODE_GAP = 24;
/** What a passing connection takes of a rank. */
const DUMMY_WIDTH = 14;
const SWEEPS = 8;

interface Vertex {
  readonly rank: number;
  readonly width: number;
  readonly up: number[];
  readonly down: number[];
  x: number;
}

/** `edges` lead from lower to higher places. */
export function layoutGraph(boxes: readonly Box[], edges: readonly (readonly [number, number])[]): Placed {
  const ranks = boxes.map(() => 0);
  for (const [from, to] of [...edges].sort((a, b) => a[1] - b[1]))
    ranks[to] = Math.max(ranks[to] ?? 0, (ranks[from] ?? 0) + 1);
  const vertices: Vertex[] = boxes.map(({ width }, at) => ({ rank: ranks[at] ?? 0, width, up: [], down: [], x: 0 }));
  const chains = edges.map(() => [] as number[]);
  const targets = new Map<number, number[]>();
  edges.forEach(([from], edge) => targets.set(from, [...(targets.get(from) ?? []), edge]));
  for (const [source, leaving] of targets) chain(vertices, edges, source, leaving, chains);
  const layers = byRank(vertices);
  order(vertices, layers);
  place(vertices, layers);
  return drawn(boxes, vertices, layers, edges, chains);
}

function link(vertices: readonly Vertex[], from: number, to: number): void {
  vertices[from]?.down.push(to);
  vertices[to]?.up.push(from);
}

/** Dummies from a source down to its farthest target; nearer targets branch off on their way. */
function chain(
  vertices: Vertex[],
  edges: readonly (readonly [number, number])[],
  source: number,
  leaving: readonly number[],
  chains: number[][],
): void {
  const start = vertices[source]?.rank ?? 0;
  const rankOf = (edge: number): number => vertices[edges[edge]?.[1] ?? 0]?.rank ?? 0;
  const end = Math.max(...leaving.map(rankOf));
  const passed: number[] = [];
  let previous = source;
  for (let rank = start + 1; rank <= end; rank++) {
    for (const edge of leaving) {
      if (rankOf(edge) !== rank) continue;
      chains[edge] = [...passed];
      link(vertices, previous, edges[edge]?.[1] ?? 0);
    }
    if (rank === end) return;
    vertices.push({ rank, width: DUMMY_WIDTH, up: [], down: [], x: 0 });
    const dummy = vertices.length - 1;
    link(vertices, previous, dummy);
    passed.push(dummy);
    previous = dummy;
  }
}

function byRank(vertices: readonly Vertex[]): number[][] {
  const layers: number[][] = [];
  vertices.forEach(({ rank }, at) => {
    while (layers.length <= rank) layers.push([]);
    layers[rank]?.push(at);
  });
  return layers;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function order(vertices: readonly Vertex[], layers: number[][]): void {
  const at = new Float64Array(vertices.length);
  const number = (layer: readonly number[]): void => layer.forEach((vertex, place) => (at[vertex] = place));
  layers.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const upwards = sweep % 2 === 1;
    for (const layer of upwards ? [...layers].reverse() : layers) {
      const key = new Map(
        layer.map((vertex) => {
          const beside = (upwards ? vertices[vertex]?.down : vertices[vertex]?.up) ?? [];
          return [vertex, beside.length > 0 ? mean(beside.map((one) => at[one] ?? 0)) : (at[vertex] ?? 0)] as const;
        }),
      );
      layer.sort((a, b) => (key.get(a) ?? 0) - (key.get(b) ?? 0));
      number(layer);
    }
  }
}

/** Moves each vertex towards the middle of its neighbours as far as the order leaves room. */
function place(vertices: readonly Vertex[], layers: readonly (readonly number[])[]): void {
  for (const layer of layers) spread(vertices, layer, () => 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const upwards = sweep % 2 === 1;
    for (const layer of upwards ? [...layers].reverse() : layers)
      spread(vertices, layer, (vertex) => {
        const beside = upwards ? vertex.down : vertex.up;
        return beside.length > 0 ? mean(beside.map((one) => vertices[one]?.x ?? 0)) : vertex.x;
      });
  }
}

/** Least squares under the order: neighbours that would overlap become one group that moves together (pool adjacent violators). */
function spread(vertices: readonly Vertex[], layer: readonly number[], wanted: (vertex: Vertex) => number): void {
  const groups: { at: number; sum: number; members: { vertex: Vertex; offset: number }[] }[] = [];
  for (const index of layer) {
    const vertex = vertices[index];
    if (!vertex) continue;
    let group = {
      at: wanted(vertex),
      sum: wanted(vertex),
      members: [{ vertex, offset: 0 }],
    };
    for (let before = groups.at(-1); before; before = groups.at(-1)) {
      const last = before.members.at(-1);
      const first = group.members[0];
      if (!last || !first) break;
      const apart = (last.vertex.width + first.vertex.width) / 2 + NODE_GAP;
      if (before.at + last.offset + apart <= group.at) break;
      groups.pop();
      const shift = last.offset + apart;
      const members = [
        ...before.members,
        ...group.members.map(({ vertex: v, offset }) => ({ vertex: v, offset: offset + shift })),
      ];
      const sum = before.sum + group.sum - shift * group.members.length;
      group = { at: sum / members.length, sum, members };
    }
    groups.push(group);
  }
  for (const { at, members } of groups) for (const { vertex, offset } of members) vertex.x = at + offset;
}

function drawn(
  boxes: readonly Box[],
  vertices: readonly Vertex[],
  layers: readonly (readonly number[])[],
  edges: readonly (readonly [number, number])[],
  chains: readonly (readonly number[])[],
): Placed {
  const heights = layers.map((layer) => Math.max(0, ...layer.map((vertex) => boxes[vertex]?.height ?? 0)));
  let top = 0;
  const middles = heights.map((height) => {
    const middle = top + height / 2;
    top += height + RANK_GAP;
    return middle;
  });
  const left = Math.min(...vertices.map(({ x, width }) => x - width / 2));
  const right = Math.max(...vertices.map(({ x, width }) => x + width / 2));
  const x = (vertex: number): number => (vertices[vertex]?.x ?? 0) - left;
  const y = (vertex: number): number => middles[vertices[vertex]?.rank ?? 0] ?? 0;
  const routes = edges.map(([from, to], edge) => {
    const ends = [
      [x(from), y(from) + (boxes[from]?.height ?? 0) / 2],
      [x(to), y(to) - (boxes[to]?.height ?? 0) / 2],
    ] as const;
    const passed = (chains[edge] ?? []).map((dummy) => [x(dummy), y(dummy)] as const);
    return [ends[0], ...passed, ends[1]];
  });
  return {
    nodes: boxes.map((_, at) => ({ x: x(at), y: y(at) })),
    routes,
    width: boxes.length === 0 ? 0 : right - left,
    height: Math.max(0, top - RANK_GAP),
  };
}
