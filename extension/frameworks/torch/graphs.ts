/** What the runs of modules add up to: one ModelGraph per model, its rows the calls of leaf modules in the order they ran. */
import { type Message, say } from '../../message.ts';
import type { LayerRow } from '../../model/graph.ts';
import type { Size } from '../../model/size.ts';
import { keyOf } from '../../model/sizes/polynomial.ts';
import { isSubclass } from '../../python/evaluate/classes.ts';
import type { Place, PyInstance, Value } from '../../python/values.ts';
import { containerFix } from '../fixes.ts';
import { buildGraph } from '../graph-builder.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import { TORCH, type TorchContext } from './context.ts';
import { factOf } from './layers.ts';
import { isLeaf } from './module-class.ts';
import {
  countParameters,
  moduleOf,
  moduleTree,
  unknownAttribute,
  type Counted,
  type NamedModule,
} from './module-data.ts';
import { callsOfRun } from './parameter-calls.ts';
import { placeOf } from './place.ts';
import { macsBetween, type Run, type TraceEntry } from './trace.ts';

const RANK = { asked: 0, code: 1, symbolic: 2 } as const;

/** Models in the order of the source, each with its best run. */
export function addModelGraphs(ctx: TorchContext, models: readonly PyInstance[]): ReadonlyMap<PyInstance, number> {
  const graphs = new Map<PyInstance, number>();
  const candidates = models.flatMap((model) => {
    const run = bestRun(ctx, model);
    return [{ model, run, place: placeOf(ctx, model) }];
  });
  candidates.sort(
    (a, b) =>
      Number(a.place.file !== ctx.session.file) - Number(b.place.file !== ctx.session.file) ||
      a.place.start - b.place.start,
  );
  const roots = new Set(rootModels(ctx));
  const told = new Map<string, number>();
  const counts = new Counts();
  for (const { model, run, place } of candidates) {
    const draft = describe(ctx, model, run, counts);
    // A loss or another helper without layers is no model, unless somebody asked for it.
    const helper = draft.rows.length === 0 || isLibraryLeaf(model);
    if (helper && draft.params.total === 0 && run?.origin !== 'asked') continue;
    // Two generators of one class that are built alike are one entry.
    const key = JSON.stringify([
      model.cls.qualifiedName,
      place.start,
      [draft.params.total, draft.params.trainable].map((count) => count && keyOf(count)),
      draft.rows.map((row) => [row.name, row.type, row.outputShapes.map((shape) => shape?.map(keyOf))]),
    ]);
    const same = told.get(key);
    if (same !== undefined) {
      graphs.set(model, same);
      continue;
    }
    for (const { path, module } of draft.tree) {
      const fact = moduleOf(module)?.native?.layer;
      if (fact !== undefined) ctx.session.updateLayer(fact, { name: path });
    }
    const graph = buildGraph(ctx.session, {
      name: model.cls.name,
      framework: TORCH,
      type: model.cls.name,
      range: { file: place.file, start: place.start, end: place.end },
      inputs: run?.inputs ?? [],
      outputs: run?.outputs ?? [],
      rows: draft.rows,
      params: { total: draft.params.total, trainable: draft.params.trainable, nonTrainable: draft.frozen },
      calls: draft.calls,
      macs: draft.macs,
    });
    // A part of another model is run as a part of it.
    if (run || roots.has(model)) reportGaps(ctx, model, run, draft.params, place);
    reportUnregistered(ctx, draft.tree);
    told.set(key, graph.id);
    graphs.set(model, graph.id);
  }
  return graphs;
}

/** The parameters of modules when all has run: many models hold the same. */
class Counts {
  readonly #known = new Map<PyInstance, Counted>();

  of(module: PyInstance): Counted {
    const counted = this.#known.get(module) ?? countParameters(module);
    this.#known.set(module, counted);
    return counted;
  }
}

export const bestRun = (ctx: TorchContext, model: PyInstance): Run | undefined =>
  ctx.trace.runs.filter((run) => run.module === model).sort((a, b) => rank(ctx, a) - rank(ctx, b))[0];

/** A run on unknown inputs says less than one with symbols. */
function rank(ctx: TorchContext, run: Run): number {
  const known =
    run.complete && run.inputs.length > 0 && run.inputs.every((id) => ctx.session.tensor(id).shape !== null);
  return RANK[run.origin] + (known ? 0 : 10);
}

function describe(ctx: TorchContext, model: PyInstance, run: Run | undefined, counts: Counts) {
  const { session } = ctx;
  const tree = moduleTree(model).modules;
  const paths = new Map(tree.map(({ path, module }) => [module, path]));
  const seen = new Set<PyInstance>();
  const rows: LayerRow[] = [];
  for (const entry of run?.entries ?? []) {
    const path = paths.get(entry.module);
    // A module that nobody registered: PyTorch does not list it either.
    if (path === undefined) continue;
    const first = !seen.has(entry.module);
    seen.add(entry.module);
    rows.push(rowOf(ctx, entry, path === '' ? entry.module.cls.name : path, first ? counts.of(entry.module) : null));
  }
  const params = claimed(ctx, model, run, rows);
  const calls = run ? callsOfRun(ctx, model, run) : [];
  return {
    tree,
    rows,
    params,
    calls,
    frozen: frozenCount(params),
    macs: run?.complete && !run.uncertain ? macsBetween(session, run.from, run.to) : null,
  };
}

const frozenCount = ({ total, trainable }: Counted): Size | null =>
  typeof total === 'number' && typeof trainable === 'number'
    ? total - trainable
    : total === null || trainable === null
      ? null
      : 0;

/** `counted`: the parameters, where the module runs for the first time. */
function rowOf(ctx: TorchContext, entry: TraceEntry, name: string, counted: Counted | null): LayerRow {
  const { session } = ctx;
  const data = moduleOf(entry.module);
  const layer = factOf(ctx, entry.module);
  const native = data?.native?.layer;
  let call: number | null = null;
  for (let id = entry.from; id < entry.to && call === null; id++) {
    if (native !== undefined && session.call(id).layer === native) call = id;
  }
  const range = session.userRange(data?.site ?? entry.callRange);
  return {
    name,
    type: entry.module.cls.name,
    layer,
    call,
    inputShapes: entry.inputShapes,
    outputShapes: entry.outputShapes.length > 0 ? entry.outputShapes : [null],
    params: counted ? counted.total : 0,
    macs: macsBetween(session, entry.from, entry.to),
    artifact: call === null ? null : session.call(call).artifact,
    connectedTo: [],
    range,
    callRange: entry.callRange,
    reason: entry.reason ?? counted?.reason ?? null,
  };
}

/**
 * The parameters of the model. An attribute that cannot be told may hide a module: where the run could not be followed to its end,
 * no total is claimed then.
 */
function claimed(ctx: TorchContext, model: PyInstance, run: Run | undefined, rows: readonly LayerRow[]): Counted {
  const counted = countParameters(model);
  if (counted.total === null) return counted;
  const followed =
    run?.complete === true &&
    !run.uncertain &&
    rows.every((row) => row.outputShapes.every((shape) => shape !== null)) &&
    run.outputs.length > 0 &&
    run.outputs.every((id) => ctx.session.tensor(id).shape !== null);
  if (followed) return counted;
  // What a run of ours left unknown hides no module: the model was there before.
  const hidden = run && run.origin !== 'code' ? run.hiddenBefore : unknownAttribute(model);
  return hidden ? { total: null, trainable: null, reason: hidden.reason } : counted;
}

function reportGaps(ctx: TorchContext, model: PyInstance, run: Run | undefined, params: Counted, place: Place): void {
  const { session } = ctx;
  const { name } = model.cls;
  const report = (message: Message): void => session.finding('not-inferred', place, message);
  if (params.total === null) {
    const reason = params.reason ?? say`a part of it is not known.`;
    report(say`The parameters of ${name} could not be inferred: ${reason}`);
  }
  if (!run) report(say`The shapes of ${name} could not be inferred: nothing says what its input is.`);
  else if (run.failure !== null) report(say`The shapes of ${name} could not be inferred: ${run.failure}`);
  else if (run.uncertain) report(say`The layers of ${name} could not be inferred: ${run.uncertain.reason}`);
}

/** Layers in a plain list of a module: they compute, and their parameters do not count. */
function reportUnregistered(ctx: TorchContext, tree: readonly NamedModule[]): void {
  const registered = new Set(tree.map(({ module }) => module));
  for (const { module, data, path } of tree) {
    if (data.native) continue;
    for (const [name, value] of module.attributes) {
      for (const lost of modulesIn(value, 0)) {
        if (registered.has(lost) || countParameters(lost).total === 0) continue;
        const site = moduleOf(lost)?.site;
        const owner = path === '' ? module.cls.name : `${module.cls.name} (${path})`;
        const container = value.kind === 'dict' ? 'ModuleDict' : 'ModuleList';
        if (site) {
          const place = module.cls.place;
          ctx.session.finding(
            'unregistered-layer',
            site,
            say`This ${lost.cls.name} is in the plain ${kindOf(value)} '${name}' of ${owner}: its parameters are neither counted nor trained. Use nn.${container}.`,
            [],
            place && fitsContainer(value) ? containerFix(ctx.session, place, name, container) : null,
          );
        }
      }
    }
  }
}

/** ModuleList and ModuleDict take modules only, and ModuleDict no other keys than names. */
function fitsContainer(value: Value): boolean {
  const isModule = (item: Value): boolean => moduleOf(item) !== undefined;
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.every(isModule);
  if (value.kind !== 'dict') return false;
  return [...value.entries.values()].every(
    ({ key, value: item }) => key.kind === 'str' && key.value !== '' && !key.value.includes('.') && isModule(item),
  );
}

const kindOf = (value: Value): string => (value.kind === 'dict' ? 'dict' : value.kind === 'tuple' ? 'tuple' : 'list');

function modulesIn(value: Value, depth: number): readonly PyInstance[] {
  if (depth > 3) return [];
  if (value.kind === 'list' || value.kind === 'tuple') {
    return value.items.flatMap((item) =>
      moduleOf(item) && item.kind === 'instance' ? [item] : modulesIn(item, depth + 1),
    );
  }
  if (value.kind === 'dict') {
    return [...value.entries.values()].flatMap((entry) =>
      moduleOf(entry.value) && entry.value.kind === 'instance' ? [entry.value] : modulesIn(entry.value, depth + 1),
    );
  }
  return [];
}

const isLibraryLeaf = (model: PyInstance): boolean =>
  isLeaf(model) && (model.cls.place?.file.startsWith(LIBRARY_PREFIX) ?? false);

/** Models that are no part of another. */
export function rootModels(ctx: TorchContext): readonly PyInstance[] {
  const inside = new Set<PyInstance>();
  for (const module of ctx.modules) {
    for (const child of moduleOf(module)?.modules.values() ?? []) if (child.kind === 'instance') inside.add(child);
  }
  return [...new Set(ctx.modules)].filter((module) => {
    const data = moduleOf(module);
    return data?.complete === true && data.maker === null && !inside.has(module) && isModel(ctx, module);
  });
}

/** Layers of torch.nn that are written in Python. */
const LAYERS = `${LIBRARY_PREFIX}torch/`;

/** Models are modules of the user, of torchvision and the like, and containers; not single layers. */
export function isModel(ctx: TorchContext, value: Value): value is PyInstance {
  const data = moduleOf(value);
  if (!data || value.kind !== 'instance' || data.native !== null) return false;
  const sequential = ctx.layers.get('Sequential');
  const own = value.cls.place !== null && !value.cls.place.file.startsWith(LAYERS);
  return own || (sequential !== undefined && isSubclass(value.cls, sequential));
}
