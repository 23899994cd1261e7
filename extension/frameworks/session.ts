/**
 * What one analysis run collects: layers, calls, tensors, bindings, models, findings. The frameworks write into it while the
 * evaluator runs the module; `analyze.ts` reads it at the end. One session per analysis. Facts are changed in place until then: a
 * layer is told four times what else is known of it, and nobody keeps an earlier state.
 */
import { english, type Message, say } from '../message.ts';
import { ofOneSample } from '../model/concrete.ts';
import { FINDING_RULES, type Finding, type FindingCode } from '../model/findings.ts';
import type {
  BindingFact,
  CallFact,
  CallId,
  LayerFact,
  LayerId,
  ModelGraph,
  TensorFact,
  TensorId,
} from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { Range } from '../model/range.ts';
import type { Framework, LayerRecord } from '../model/record.ts';
import type { Shape, Size } from '../model/size.ts';
import { symbol } from '../model/sizes/arithmetic.ts';
import type { CallSite, Interpreter, Place } from '../python/values.ts';
import type { Source } from './sources.ts';

/** Files of our own Python (frameworks/keras/library and so on) begin so; findings and ranges never point into them. */
export const LIBRARY_PREFIX = 'library:';

/** The message of a limit that ends a training loop: nothing worth telling is lost. */
export const TRAINING_LOOP = say`a training loop`;

/** Facts are bounded so that a loop that builds layers for ever cannot fill the memory. */
const MAX_FACTS = 200_000;
const MAX_FINDINGS = 2_000;
/** What facts cost, in steps of the evaluator, with what is made of them at the end (rows, the graph, its summary). */
const LAYER_STEPS = 100;
const CALL_STEPS = 80;
const TENSOR_STEPS = 5;

/** How a finding begins that tells of an exception. */
const NOT_FOLLOWED = 'This could not be followed: ';

/** `self.up1(`, `self.ups[i](`: which of several modules of a class it is. */
const CALLED_ATTRIBUTE = /^(self(?:\.\w+|\[[^\]\n]*\])+)\(/;
const MAX_ATTRIBUTE = 80;
/** More than any offset: start and end of a place make one number. */
export const LONGEST_TEXT = 2 ** 24;

export type LayerDraft = Omit<LayerFact, 'id' | 'documentation' | 'parameterSum'>;
export type CallDraft = Pick<CallFact, 'layer' | 'label' | 'inputs' | 'outputs' | 'macs' | 'kernel' | 'notRunnable'> & {
  /** Where the call stands; library places are replaced by the user's call that led there. */
  readonly place: Place;
};
/** Two sizes that must be the same for the network to fit: a skip connection with symbolic sizes. */
export interface SizeRequirement {
  readonly left: Size;
  readonly right: Size;
  readonly range: Range;
  /** The call that needs it: the next one added after the requirement was stated. */
  readonly call: CallId;
}
export interface LayerBehaviour {
  readonly record: LayerRecord;
  readonly config: unknown;
}
export type BoundFact = BindingFact['values'][number];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Thrown when a session holds more facts than any real model has; ends the analysis of the statement. */
export class TooManyFacts extends Error {
  readonly why: Message;
  constructor(why: Message) {
    super('The session is full.');
    this.why = why;
  }
}

export class Session {
  readonly layers: LayerFact[] = [];
  readonly calls: CallFact[] = [];
  readonly tensors: TensorFact[] = [];
  readonly models: ModelGraph[] = [];
  readonly findings: Finding[] = [];
  readonly requirements: SizeRequirement[] = [];
  /** Record and configuration of a call, for what is computed after the run (artifacts). */
  readonly behaviours = new Map<CallId, LayerBehaviour>();
  /** What a call without a record would compute if its sizes were not open. */
  readonly openKernels = new Map<CallId, KernelCall>();
  readonly #bindings = new Map<string, Mutable<BindingFact> & { values: BoundFact[] }>();
  readonly #attributes = new WeakMap<CallSite, string | null>();
  readonly #uses = new Map<string, Mutable<BindingFact> & { values: BoundFact[] }>();
  /** Lines of the file that are no valid Python yet. */
  readonly damaged: { readonly start: number; readonly end: number }[] = [];
  /** Calls of containers that are going on, outermost first. */
  readonly #callers: Range[] = [];
  readonly #findingKeys = new Set<string>();
  /** What each finding says went wrong, for what follows from it; null where it is no error. */
  readonly #causes: (string | null)[] = [];
  readonly #called = new Set<LayerId>();
  #interpreter: Interpreter | null = null;
  /** > 0 while findings must not be reported: speculative runs. */
  #quiet = 0;
  /** Runs for their result alone that go on now, the innermost last; what was kept stays. */
  readonly #trials: { kept: boolean }[] = [];

  /** The file under analysis. */
  readonly file: string;
  /** Height and width that every picture input gets; null takes the code at its word. */
  readonly imageSize: readonly [number, number] | null;

  readonly #sources: readonly Source[];

  /** `sources`: the file under analysis first. */
  constructor(sources: readonly [Source, ...Source[]], imageSize: readonly [number, number] | null) {
    this.#sources = sources;
    this.file = sources[0].file;
    this.imageSize = imageSize;
  }

  /** A size that the author left open (`H`, `W_2`, `L`, `D`, channels): a symbol, unless the analysis was given numbers for them. */
  openSize(name: string): Size {
    const [height, width] = this.imageSize ?? [null, null];
    const given = { H: height, W: width, L: width, D: width }[name[0] ?? ''];
    return given ?? symbol(name, 'open');
  }

  /** The text of a file, where a place has to be widened by what stands before it. */
  textOf(file: string): string | undefined {
    return this.#sources.find((source) => source.file === file)?.text;
  }

  /** From the name of a keyword argument to the end of its value: `stride=2`. */
  keywordRange(value: Range, keyword: string): Range {
    const text = this.textOf(value.file);
    const start = text?.lastIndexOf(keyword, value.start) ?? -1;
    if (!text || start < 0 || text.slice(start + keyword.length, value.start).trim() !== '=') return value;
    return { ...value, start };
  }

  readonly #ranges = new Map<string, Map<number, Range>>();
  /** True while a class is constructed with arguments that nobody wrote. */
  guessing = false;

  get interpreter(): Interpreter {
    if (!this.#interpreter) throw new Error('The session has no interpreter yet.');
    return this.#interpreter;
  }
  set interpreter(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  get bindings(): readonly BindingFact[] {
    return [...this.#bindings.values()];
  }

  get uses(): readonly BindingFact[] {
    return [...this.#uses.values()];
  }

  addLayer(draft: LayerDraft): LayerId {
    this.#bound(this.layers.length, LAYER_STEPS);
    const id = this.layers.length;
    this.layers.push({ id, ...draft, documentation: null, parameterSum: null });
    return id;
  }

  layer(id: LayerId): LayerFact {
    return at(this.layers, id);
  }

  updateLayer(id: LayerId, change: Partial<Omit<LayerFact, 'id'>>): void {
    Object.assign(at(this.layers, id), change);
  }

  /** Adds a node of the graph and makes it the producer of its outputs. */
  addCall(draft: CallDraft, behaviour?: LayerBehaviour): CallId {
    this.#bound(this.calls.length, CALL_STEPS);
    const id = this.calls.length;
    const { place, macs, ...facts } = draft;
    const first = facts.layer !== null && !this.#called.has(facts.layer);
    if (facts.layer !== null) this.#called.add(facts.layer);
    this.calls.push({
      id,
      ...facts,
      macs: macs === null ? null : ofOneSample(macs),
      range: this.userRange(place),
      artifact: null,
      path: this.path(),
      first,
    });
    this.#produce(facts.outputs, id);
    if (behaviour) this.behaviours.set(id, behaviour);
    return id;
  }

  call(id: CallId): CallFact {
    return at(this.calls, id);
  }

  updateCall(id: CallId, change: Partial<Omit<CallFact, 'id'>>): void {
    Object.assign(at(this.calls, id), change);
  }

  #produce(outputs: readonly TensorId[], producer: CallId): void {
    for (const output of outputs) (at(this.tensors, output) as Mutable<TensorFact>).producer = producer;
  }

  /** What a call also reads and makes, told after it was added. */
  extendCall(id: CallId, inputs: readonly TensorId[], outputs: readonly TensorId[], kernel: KernelCall | null): void {
    const call = at(this.calls, id);
    this.updateCall(id, {
      inputs: [...call.inputs, ...inputs],
      outputs: [...call.outputs, ...outputs],
      kernel,
      notRunnable: kernel ? null : (call.notRunnable ?? say`Its numbers are not known.`),
    });
    this.#produce(outputs, id);
  }

  /** A tensor without a producer yet: an input, or an output whose call is added next. */
  newTensor(
    framework: Framework,
    shape: Shape | null,
    reason: Message | null = null,
    dtype: string | null = null,
  ): TensorId {
    this.#bound(this.tensors.length, TENSOR_STEPS);
    const id = this.tensors.length;
    const type = dtype === null || dtype === 'float32' ? {} : { dtype };
    this.tensors.push({ id, framework, shape, reason: shape ? null : reason, producer: null, ...type });
    return id;
  }

  tensor(id: TensorId): TensorFact {
    return at(this.tensors, id);
  }

  addModel(graph: Omit<ModelGraph, 'id'>): ModelGraph {
    const model = { id: this.models.length, ...graph };
    this.models.push(model);
    return model;
  }

  finding(
    code: FindingCode,
    place: Place,
    message: Message,
    related: Finding['related'] = [],
    fix: Finding['fix'] = null,
  ): void {
    if (this.#quiet > 0 || this.findings.length >= MAX_FINDINGS) return;
    const range = this.userRange(place);
    if (this.#isTold(code, message) || this.#isDamaged(code, range)) return;
    const words = english(message);
    const key = findingKey(code, range, words);
    if (this.#findingKeys.has(key)) return;
    this.#findingKeys.add(key);
    if (message.text.startsWith(NOT_FOLLOWED)) this.#causes.push(words.slice(NOT_FOLLOWED.length));
    else if (FINDING_RULES[code].severity === 'error') this.#causes.push(words);
    else this.#causes.push(null);
    this.findings.push({
      code,
      severity: FINDING_RULES[code].severity,
      range,
      message,
      related: [...related, ...this.#callerOf(range)],
      fix,
      caller: range.file === this.file ? null : this.#placeHere(),
    });
  }

  /** What follows from an error, or from a statement that could not be followed, is told by it. */
  #isTold(code: FindingCode, message: Message): boolean {
    if (code !== 'not-inferred' || message.text.startsWith(NOT_FOLLOWED)) return false;
    const words = english(message);
    return this.#causes.some((cause) => cause !== null && words.endsWith(cause));
  }

  /** A call on a line that is being typed lacks what is not there yet. */
  #isDamaged(code: FindingCode, { file, start, end }: Range): boolean {
    if (code === 'syntax-error' || FINDING_RULES[code].severity !== 'error' || file !== this.file) return false;
    return this.damaged.some((line) => start <= line.end && line.start <= end);
  }

  /** Runs the layers of a container: what goes wrong with one of them stands where it is constructed, and this is the call that led there. */
  within<T>(place: Place, work: () => T): T {
    this.#callers.push(this.userRange(place));
    try {
      return work();
    } finally {
      this.#callers.pop();
    }
  }

  #callerOf({ file, start, end }: Range): Finding['related'] {
    const caller = this.#callers[0];
    const apart = caller && (caller.file !== file || caller.end < start || end < caller.start);
    return apart ? [{ range: caller, message: say`The call that leads here.` }] : [];
  }

  /** Where the analysed file is just now: what it called last. */
  #placeHere(): Range | null {
    const container = this.#callers.findLast(({ file }) => file === this.file);
    if (container) return container;
    const site = this.#interpreter?.stack.findLast((activation) => activation.site?.file === this.file)?.site;
    return site ? this.range(site) : null;
  }

  /** Takes back the findings after the first `count`. */
  forgetFindings(count: number): void {
    for (const { code, range, message } of this.findings.splice(count)) {
      this.#findingKeys.delete(findingKey(code, range, english(message)));
    }
    this.#causes.splice(count);
  }

  /** Runs `work` without reporting anything. */
  quietly<T>(work: () => T): T {
    this.#quiet++;
    try {
      return work();
    } finally {
      this.#quiet--;
    }
  }

  /**
   * Runs `work` for its result alone: the calls it makes are dropped, and nothing is reported. Its tensors stay, as coming from
   * nowhere: what ran may have kept one (`self.gates = x`), whose number must never be another's.
   */
  get isDiscarding(): boolean {
    return this.#trials.length > 0;
  }
  discarding<T>(work: () => T): T {
    const [calls, tensors, requirements] = [this.calls.length, this.tensors.length, this.requirements.length];
    const trial = { kept: false };
    this.#trials.push(trial);
    try {
      return this.quietly(work);
    } finally {
      this.#trials.pop();
      if (trial.kept) this.keep();
      else {
        this.calls.length = calls;
        for (let id = tensors; id < this.tensors.length; id++)
          this.tensors[id] = { ...at(this.tensors, id), producer: null };
        this.requirements.length = requirements;
        for (const id of this.behaviours.keys()) if (id >= calls) this.behaviours.delete(id);
        for (const id of this.openKernels.keys()) if (id >= calls) this.openKernels.delete(id);
      }
    }
  }

  /** Something that outlives the trial, a graph, was made of its facts: they stay. */
  keep(): void {
    const trial = this.#trials.at(-1);
    if (trial) trial.kept = true;
  }

  /** States that two sizes which are not provably equal must be so; the call added next is the one that needs it. */
  requireEqual(left: Size, right: Size, place: Place): void {
    this.requirements.push({ left, right, range: this.userRange(place), call: this.calls.length });
  }

  bind(name: string, place: Place, fact: BoundFact): void {
    if (place.file.startsWith(LIBRARY_PREFIX)) return;
    const key = `${place.file}|${place.start}|${name}`;
    const existing = this.#bindings.get(key);
    if (existing) existing.values.push(fact);
    else this.#bindings.set(key, { name, range: this.range(place), values: [fact] });
  }

  /** A name that is read; the same place may stand for several things, one after the other. */
  use(name: string, place: Place, fact: BoundFact): void {
    const key = `${place.start}|${place.end}`;
    const existing = this.#uses.get(key);
    if (!existing) this.#uses.set(key, { name, range: this.range(place), values: [fact] });
    else if (!existing.values.some((known) => isSame(known, fact))) existing.values.push(fact);
  }

  /** Names of the functions that led to the current point, outermost first, each after the attribute it was called by: `self.up1`. */
  path(): readonly string[] {
    const names: string[] = [];
    for (const frame of this.#interpreter?.stack ?? []) {
      if (frame.site === null) continue;
      const attribute = this.#calledAttribute(frame.site);
      if (attribute !== null) names.push(attribute);
      names.push(frame.self?.kind === 'instance' ? `${frame.self.cls.name}.${frame.name}` : frame.name);
    }
    return names;
  }

  #calledAttribute(site: CallSite): string | null {
    const known = this.#attributes.get(site);
    if (known !== undefined) return known;
    const text = this.textOf(site.file)?.slice(site.start, site.start + MAX_ATTRIBUTE) ?? '';
    const attribute = CALLED_ATTRIBUTE.exec(text)?.[1] ?? null;
    this.#attributes.set(site, attribute);
    return attribute;
  }

  /** The same range is the same object: blocks are built many times from a few lines, and messages then hold each once. */
  range({ file, start, end }: Place): Range {
    const ranges = this.#ranges.get(file) ?? new Map<number, Range>();
    if (ranges.size === 0) this.#ranges.set(file, ranges);
    const key = start * LONGEST_TEXT + end;
    let range = ranges.get(key);
    if (!range) ranges.set(key, (range = { file, start, end }));
    return range;
  }

  /** The place itself, or for a place in our own Python library the user's call that led there. */
  userRange(place: Place): Range {
    if (!place.file.startsWith(LIBRARY_PREFIX)) return this.range(place);
    const stack = this.#interpreter?.stack ?? [];
    for (let i = stack.length - 1; i >= 0; i--) {
      const site = stack[i]?.site;
      if (site && !site.file.startsWith(LIBRARY_PREFIX)) return this.range(site);
    }
    return { file: this.file, start: 0, end: 0 };
  }

  #bound(count: number, steps: number): void {
    this.#interpreter?.work(steps);
    if (count >= MAX_FACTS) throw new TooManyFacts(say`More than ${MAX_FACTS} layers, calls or tensors.`);
  }
}

const isSame = (a: BoundFact, b: BoundFact): boolean =>
  a.kind === 'tensor'
    ? b.kind === 'tensor' && a.tensor === b.tensor
    : a.kind === 'layer'
      ? b.kind === 'layer' && a.layer === b.layer
      : b.kind === 'model' && a.model === b.model;

const findingKey = (code: FindingCode, range: Range, words: string): string =>
  `${code}|${range.file}|${range.start}|${range.end}|${words}`;

export const toRange = (place: Place): Range => ({ file: place.file, start: place.start, end: place.end });

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No fact with number ${index}.`);
  return item;
}
