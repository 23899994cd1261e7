/**
 * One analysis from text to facts: parse, evaluate with the frameworks giving meaning to imports, run what nobody ran, put the
 * models together. Every surface reads what comes out of here.
 */
import { say } from '../message.ts';
import { alternativesFor, type RowSettings } from '../model/alternatives.ts';
import type { Alternative } from '../model/alternative.ts';
import type { Analysis, LayerFact, TensorId } from '../model/graph.ts';
import type { ReceptiveFields } from '../model/receptive/field.ts';
import type { Shape } from '../model/size.ts';
import { Evaluator } from '../python/evaluate/evaluator.ts';
import type { Limits } from '../python/evaluate/limits.ts';
import type { Problem } from '../python/evaluate/options.ts';
import { standardLibrary } from '../python/library/standard-library.ts';
import { createParser } from '../python/parse/parser.ts';
import type { Module } from '../python/syntax.ts';
import type { Place, PyInstance, PyModule, Value } from '../python/values.ts';
import { fillArtifacts } from './artifacts.ts';
import { fillDescriptions } from './descriptions.ts';
import { receptiveFacts, receptiveFieldsOf, type ReceptiveFacts } from './receptive-fields.ts';
import { settleFixes } from './fixes.ts';
import type { FrameworkRun } from './framework.ts';
import { isAddons } from './keras/addons.ts';
import { isKerasModule } from './keras/modules.ts';
import { createKeras } from './keras/run.ts';
import { lazy } from './lazy.ts';
import { createNumpy } from './numpy/module.ts';
import { openShape } from './open-shape.ts';
import { probesOf } from './probes.ts';
import { isSettingsModule, settingsModules } from './settings/module.ts';
import { createTorch, isTorchModule } from './torch/torch.ts';
import { unsuppressed, type Commented } from './suppressions.ts';
import { LONGEST_TEXT, Session, TooManyFacts, TRAINING_LOOP, type BoundFact } from './session.ts';
import { WorkspaceSources, type Source } from './sources.ts';
import { createSymintClass } from './symint-class.ts';
import { setSymintClass, valueToSize } from './symint.ts';
import { tensorOf } from './tensor.ts';
import { MAX_TEXT, readableLength, TreeCache } from './tree-cache.ts';
import { callTheUncalled } from './uncalled.ts';

/** Names that are bound more often are bound in training loops. */
const MAX_BINDINGS = 50_000;
/** Reads are counted apart: code that runs in loops reads more often than it binds. */
const MAX_READS = 50_000;
/** What the same place stands for in code that runs many times; nobody reads a longer list. */
const MAX_VALUES = 64;
/** As much of a line as a finding underlines. */
const MAX_SHOWN = 200;

export interface AnalysisInput {
  readonly source: Source;
  /** Other Python files of the workspace that the module may import, by path. */
  readonly workspace: readonly Source[];
  /** A call expression evaluated in the module; with `inputs`, that model is run on those shapes. */
  readonly call: string | null;
  /** One shape per input, batch included; null leaves a size open. */
  readonly inputs: readonly (readonly (number | null)[])[];
  /** Height and width that every picture input gets, whether the code leaves them open or not; null takes the code at its word. */
  readonly imageSize?: readonly [number, number] | null;
}

export interface Analyzer {
  analyze(input: AnalysisInput): Analysis;
  /** How much of the model's input the first output of each call sees: of the calls that `analyze` gives for the same input. */
  receptiveFields(input: AnalysisInput): ReceptiveFields;
  alternatives(
    layer: LayerFact,
    inputShape: Shape,
    settings?: RowSettings,
    only?: string | null,
  ): readonly Alternative[];
  /** The syntax tree that an analysis reads. */
  parse(text: string): Module;
}

/** `limits`: other than those that hold for people, where the same work must be done however long it takes. */
export function createAnalyzer(limits: Partial<Limits> = {}): Analyzer {
  const parser = createParser();
  const trees = new TreeCache(parser);
  let last: { readonly input: AnalysisInput; readonly fields: () => ReceptiveFields } | null = null;
  const analyze = (input: AnalysisInput): Analysis => {
    // What nobody holds while the next one runs need not be moved about when memory is collected.
    last = null;
    const { analysis, facts } = new Run(trees, input, limits).analyze();
    last = { input, fields: lazy(() => receptiveFieldsOf(facts)) };
    return analysis;
  };
  return {
    analyze,
    receptiveFields: (input) => {
      if (!last || !isSame(last.input, input)) analyze(input);
      return last?.fields() ?? new Map();
    },
    alternatives: (layer, inputShape, settings, only) => alternativesFor(layer, inputShape, settings, only),
    parse: (text) => parser.parse(text),
  };
}

/** Whether both give the same analysis. */
function isSame(a: AnalysisInput, b: AnalysisInput): boolean {
  const sources = (input: AnalysisInput): readonly Source[] => [input.source, ...input.workspace];
  const asked = ({ call, inputs, imageSize = null }: AnalysisInput): string =>
    JSON.stringify([call, inputs, imageSize]);
  const others = sources(b);
  return (
    asked(a) === asked(b) &&
    sources(a).length === others.length &&
    sources(a).every(({ file, text }, index) => others[index]?.file === file && others[index].text === text)
  );
}

interface Bound {
  readonly place: Place;
  readonly name: string;
  readonly value: Value;
}

class Run {
  readonly #trees: TreeCache;
  readonly input: AnalysisInput;
  readonly #session: Session;
  /** Those that the code imports. */
  readonly #frameworks: FrameworkRun[] = [];
  readonly #evaluator: Evaluator;
  readonly #sources: WorkspaceSources;
  readonly #bound: Bound[] = [];
  readonly #read = new Map<number, { readonly place: Place; readonly name: string; readonly values: Set<Value> }>();
  #reads = 0;
  readonly #called = new Set<Value>();
  /** One for all names that stood for a tensor. */
  readonly #tensorFacts = new Map<TensorId, BoundFact>();

  constructor(trees: TreeCache, input: AnalysisInput, limits: Partial<Limits>) {
    this.#trees = trees;
    this.input = input;
    const session = new Session([input.source, ...input.workspace], input.imageSize ?? null);
    this.#session = session;
    this.#sources = new WorkspaceSources(input.workspace);
    const numpy = createNumpy(session);
    setSymintClass(
      session,
      lazy(() => createSymintClass(session)),
    );
    const made = (create: (session: Session) => FrameworkRun): (() => FrameworkRun) =>
      lazy(() => {
        const framework = create(session);
        this.#frameworks.push(framework);
        return framework;
      });
    const settings = settingsModules(() => this.#evaluator);
    const [keras, torch] = [made(createKeras), made(createTorch)];
    this.#evaluator = new Evaluator({
      limits,
      parse: (text) => trees.parse(text),
      modules: [
        {
          find: (name) => {
            // A repository may bring its own copy.
            if (isAddons(name) && this.#sources.find(name, 0, input.source.file)) return undefined;
            if (isKerasModule(name)) return keras().module(name);
            if (isSettingsModule(name)) return settings(name);
            return isTorchModule(name) ? torch().module(name) : numpy(name);
          },
        },
        standardLibrary,
      ],
      sources: this.#sources,
      observer: {
        bound: (place, name, value) => {
          if (this.#bound.length < MAX_BINDINGS && this.#isShown(value)) this.#bound.push({ place, name, value });
        },
        read: (place, name, value) => {
          // `self` stands everywhere and says nothing.
          if (name !== 'self') this.#noteRead(place, name, value);
        },
        called: (place, callee, result) => {
          if (result.kind === 'instance' && tensorOf(result)) this.#noteRead(place, '', result);
          const target = callee.kind === 'method' ? callee.callable : callee;
          if (target.kind === 'function' || target.kind === 'class') this.#called.add(target);
        },
        problem: (problem) => {
          this.#report(problem);
        },
      },
    });
    session.interpreter = this.#evaluator;
  }

  analyze(): { readonly analysis: Analysis; readonly facts: ReceptiveFacts } {
    const started = performance.now();
    const { source } = this.input;
    const tree = this.#trees.parse(source.text, source.file);
    this.#reportLength(source);
    for (const { start, end, message } of tree.problems) {
      this.#session.finding('syntax-error', { file: source.file, start, end }, message);
      const next = source.text.indexOf('\n', end);
      this.#session.damaged.push({
        start: source.text.lastIndexOf('\n', start - 1) + 1,
        end: next < 0 ? source.text.length : next,
      });
    }
    const module = this.#bounded(() => this.#evaluator.runModule(source.file, source.text));
    const only = module ? this.#runModels(module, tree) : null;
    fillArtifacts(this.#session);
    fillDescriptions(this.#session);
    const named = new Set<PyInstance>();
    for (const value of module?.namespace.values() ?? []) {
      if (value.kind !== 'instance') continue;
      named.add(value);
      // Of `gan = GAN()`, what the object keeps: self.generator, self.discriminator_a.
      if (this.#isShown(value)) continue;
      for (const kept of value.attributes.values()) if (kept.kind === 'instance') named.add(kept);
    }
    // A call that gives no model is answered by none, not by the others of the file.
    if (this.input.call === null || only)
      for (const framework of this.#frameworks) this.#bounded(() => framework.finish(named, only));
    settleFixes(this.#session);
    this.#bindNames();
    const analysis: Analysis = {
      file: source.file,
      sources: [source, ...this.#sources.read].map(({ file, version }) => ({ file, version })),
      layers: this.#session.layers,
      calls: this.#session.calls,
      tensors: this.#session.tensors,
      bindings: this.#session.bindings,
      uses: this.#session.uses,
      models: this.#session.models,
      findings: unsuppressed(this.#session.findings, this.#commented(tree)),
      milliseconds: performance.now() - started,
    };
    return { analysis, facts: receptiveFacts(this.#session) };
  }

  /** Everything that runs after the module itself; gives the one model that was asked for. */
  #runModels(module: PyModule, tree: Module): PyInstance | null {
    const { source, call, inputs } = this.input;
    const file = source.file;
    this.#bounded(() => {
      for (const probe of probesOf(tree, file)) {
        const value = this.#evaluator.evaluateExpression(probe.expression, module);
        const shapes = probe.shapes === null ? null : this.#probeShapes(probe.shapes, module);
        this.#runModel(value, shapes, probe.place);
      }
    });
    if (call !== null) {
      // Training that the module does by itself must not cost the model that was asked for.
      this.#evaluator.meter.renew();
      const place = { file, start: 0, end: 0 };
      const value = this.#bounded(() => this.#evaluator.evaluateExpression(call, module));
      if (value?.kind === 'instance' && this.#frameworkOf(value)) {
        this.#bounded(() => this.#runModel(value, inputs.length > 0 ? inputs : null, place));
        return value;
      }
      return null;
    }
    this.#bounded(() => callTheUncalled(this.#session, this.#evaluator, module, this.#frameworks, this.#called));
    this.#bounded(() => {
      for (const framework of this.#frameworks) {
        for (const { model, place } of framework.models()) {
          if (inputs.length > 0) this.#runModel(model, inputs, place);
          else if (!framework.hasRun(model)) framework.run(model, null, place);
        }
      }
    });
    return null;
  }

  #frameworkOf(value: Value): FrameworkRun | undefined {
    return this.#frameworks.find((framework) => framework.canRun?.(value) ?? framework.isModel(value));
  }

  #runModel(value: Value, shapes: readonly (readonly (number | null)[])[] | null, place: Place): void {
    const framework = this.#frameworkOf(value);
    if (!framework) return;
    if (shapes)
      framework.run(
        value,
        shapes.map((shape, index) => openShape(this.#session, shape, framework.framework, index + 1)),
        place,
      );
    else if (!framework.hasRun(value)) framework.run(value, null, place);
  }

  /** `(1, 3, 64, 64), (1, 10)` as lists of numbers; null where a shape is not one. */
  #probeShapes(text: string, module: PyModule): readonly (readonly (number | null)[])[] | null {
    const value = this.#evaluator.evaluateExpression(`[${text}]`, module);
    if (value.kind !== 'list') return null;
    const shapes = value.items.map((item) => {
      if (item.kind !== 'tuple' && item.kind !== 'list') return null;
      return item.items.map((size) => {
        const number = valueToSize(size);
        return typeof number === 'number' ? number : null;
      });
    });
    return shapes.every((shape) => shape !== null) ? shapes : null;
  }

  /** Facts are bounded: what goes beyond ends this part of the analysis, and says so. */
  #bounded<T>(work: () => T): T | null {
    try {
      return work();
    } catch (thrown) {
      // RangeError: the parts of a model are nested deeper than our own stack is.
      if (!(thrown instanceof TooManyFacts) && !(thrown instanceof RangeError)) throw thrown;
      const { file, interpreter } = this.#session;
      const place = interpreter.stack.findLast(({ site }) => site !== null)?.site ?? { file, start: 0, end: 0 };
      const message = thrown instanceof TooManyFacts ? thrown.why : say`The analysis stopped here: too deeply nested.`;
      this.#session.finding('limit-reached', place, message);
      return null;
    }
  }

  /** The files in which comments can take findings back. */
  #commented(tree: Module): readonly Commented[] {
    const { file, text } = this.input.source;
    const told = new Set(this.#session.findings.map(({ range }) => range.file));
    const others = this.#sources.read
      .filter((other) => told.has(other.file))
      .map((other) => ({ ...other, module: this.#trees.parse(other.text, other.file) }));
    return [{ file, text, module: tree }, ...others];
  }

  #isShown(value: Value): boolean {
    return (
      value.kind === 'instance' &&
      (tensorOf(value) !== undefined || this.#frameworks.some((framework) => framework.layerOf(value) !== undefined))
    );
  }

  #noteRead(place: Place, name: string, value: Value): void {
    if (place.file !== this.input.source.file || this.#reads >= MAX_READS) return;
    const key = place.start * LONGEST_TEXT + place.end;
    const known = this.#read.get(key);
    if (known && (known.values.size >= MAX_VALUES || known.values.has(value))) return;
    if (!this.#isShown(value)) return;
    this.#reads++;
    if (known) known.values.add(value);
    else this.#read.set(key, { place, name, values: new Set([value]) });
  }

  #bindNames(): void {
    for (const { place, name, value } of this.#bound) {
      for (const fact of this.#factsOf(value)) this.#session.bind(name, place, fact);
    }
    for (const { place, name, values } of this.#read.values()) {
      for (const value of values) for (const fact of this.#factsOf(value)) this.#session.use(name, place, fact);
    }
  }

  #tensorFact(tensor: TensorId): BoundFact {
    const known = this.#tensorFacts.get(tensor) ?? { kind: 'tensor', tensor };
    this.#tensorFacts.set(tensor, known);
    return known;
  }

  /** What a name that stands for a value is told to be. */
  #factsOf(value: Value): readonly BoundFact[] {
    const tensor = tensorOf(value);
    if (tensor) return tensor.id < this.#session.tensors.length ? [this.#tensorFact(tensor.id)] : [];
    return this.#frameworks.flatMap((framework): BoundFact[] => {
      const model = framework.modelOf(value);
      const layer = framework.layerOf(value);
      if (model !== undefined) return [{ kind: 'model', model }];
      return layer === undefined ? [] : [{ kind: 'layer', layer }];
    });
  }

  #reportLength({ file, text }: Source): void {
    const start = readableLength(text);
    if (start === text.length) return;
    const [line] = /^.*/.exec(text.slice(start, start + MAX_SHOWN)) ?? [''];
    const message = say`The analysis stopped here: the file is longer than ${MAX_TEXT} characters.`;
    this.#session.finding('limit-reached', { file, start, end: start + line.length }, message);
  }

  #report({ kind, type, message, place, maybe }: Problem): void {
    if (maybe || !place || message === TRAINING_LOOP) return;
    if (kind === 'limit') this.#session.finding('limit-reached', place, say`The analysis stopped here: ${message}.`);
    else this.#session.finding('not-inferred', place, say`This could not be followed: ${type}: ${message}`);
  }
}
