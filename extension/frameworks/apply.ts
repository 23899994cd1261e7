/**
 * One call of a layer: the record's shape rule, told in facts. A known answer makes tensors and a node of the graph; an impossible
 * one a finding at the argument that is wrong; one that cannot be told makes tensors without a shape, with the reason, and is reported at
 * its first cause only.
 */
import { type Message, say } from '../message.ts';
import type { Answer, Clash } from '../model/answer.ts';
import type { CallId, LayerId } from '../model/graph.ts';
import { concreteShape, openSize } from '../model/concrete.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { Range } from '../model/range.ts';
import type { Framework, LayerRecord, PlainArguments, Spelling } from '../model/record.ts';
import type { Shape, Size } from '../model/size.ts';
import { sizeText } from '../model/sizes/text.ts';
import type { CallSite, PyInstance, Value } from '../python/values.ts';
import { argumentFix } from './fixes.ts';
import { toRange, type Session } from './session.ts';
import { makeTensor, tensorOf } from './tensor.ts';

export interface Application<C = unknown> {
  readonly framework: Framework;
  readonly record: LayerRecord<C>;
  readonly config: C;
  readonly layer: LayerId | null;
  /** `Conv2D`, `cat`, `add`. */
  readonly label: string;
  /** The tensors it computes on, in the record's order. */
  readonly inputs: readonly Value[];
  readonly site: CallSite;
  /** Where the arguments that became the configuration stand; by default the layer's own. */
  readonly argumentRanges?: Readonly<Record<string, Range>>;
  /** Where each input stands in the text, when it is not the positional argument of the same number. */
  readonly inputRanges?: readonly (Range | undefined)[];
  readonly dtype?: string | null;
}

export interface Applied {
  readonly call: CallId;
  readonly outputs: readonly PyInstance[];
}

/** The configuration of a record from the framework's arguments; null (with a finding or a reason) when there is none. */
export function configureRecord<C>(
  session: Session,
  label: string,
  spelling: Spelling<C>,
  args: PlainArguments,
  ranges: Readonly<Record<string, Range>>,
  site: CallSite,
): Answer<C> {
  const answer = spelling.configure(args);
  if (answer.kind === 'impossible') reportClash(session, label, answer.clash, ranges, [], site);
  return answer;
}

export function applyRecord<C>(session: Session, application: Application<C>): Applied {
  const { framework, record, config, layer, label, inputs, site } = application;
  const dtype = application.dtype === undefined ? dtypeOf(inputs) : application.dtype;
  const shapes: Shape[] = [];
  for (const input of inputs) {
    const tensor = tensorOf(input);
    if (tensor?.shape) shapes.push(tensor.shape);
    else return applyUnknown(session, application, unknownInput(input), false);
  }
  const answer = record.output(config, shapes);
  if (answer.kind === 'impossible') {
    const ranges = application.argumentRanges ?? (layer === null ? {} : session.layer(layer).argumentRanges);
    const constructed = layer === null ? null : session.layer(layer).range;
    reportClash(session, label, answer.clash, ranges, application.inputRanges ?? [], site, constructed);
    return applyUnknown(session, application, answer.clash.message, false);
  }
  if (answer.kind === 'unknown') return applyUnknown(session, application, answer.reason, true);

  if (shapes.some((shape) => shape.some(isSymbolic))) {
    for (const { left, right } of record.constraints(config, shapes)) session.requireEqual(left, right, site);
  }
  const outputs = answer.value.map((shape) => makeTensor(session, framework, shape, null, dtype));
  const { kernel, notRunnable } = kernelOf(record, config, shapes, answer.value);
  const call = session.addCall(
    {
      layer,
      label,
      place: site,
      inputs: inputs.flatMap((input) => tensorOf(input)?.id ?? []),
      outputs: outputs.flatMap((output) => tensorOf(output)?.id ?? []),
      macs: record.macs?.(config, shapes, answer.value) ?? 0,
      kernel,
      notRunnable,
    },
    { record: record, config },
  );
  return { call, outputs };
}

/**
 * A call whose output shape cannot be told. `report` is true where the reason arises here; a reason that comes from an
 * input was reported where it arose.
 */
export function applyUnknown(
  session: Session,
  application: Omit<Application<never>, 'record' | 'config'>,
  reason: Message,
  report: boolean,
): Applied {
  const { framework, layer, label, inputs, site } = application;
  if (report) session.finding('not-inferred', site, say`The output shape of ${label} could not be inferred: ${reason}`);
  const output = makeTensor(session, framework, null, reason, application.dtype ?? null);
  const call = session.addCall({
    layer,
    label,
    place: site,
    inputs: inputs.flatMap((input) => tensorOf(input)?.id ?? []),
    outputs: [session.tensors.length - 1],
    macs: null,
    kernel: null,
    notRunnable: reason,
  });
  return { call, outputs: [output] };
}

/** What the engine would run, where every size is a number for one sample. */
export function kernelOf<C>(
  record: LayerRecord<C>,
  config: C,
  inputs: readonly Shape[],
  outputs: readonly Shape[],
): { kernel: KernelCall | null; notRunnable: Message | null } {
  const open = openSize([...inputs, ...outputs]);
  if (open !== undefined) return { kernel: null, notRunnable: say`The size ${sizeText(open)} is left open.` };
  const numbers = (shapes: readonly Shape[]): readonly Shape[] => shapes.map((shape) => concreteShape(shape) ?? shape);
  const answer = record.kernel(config, numbers(inputs), numbers(outputs));
  switch (answer.kind) {
    case 'known':
      return { kernel: answer.value, notRunnable: null };
    case 'impossible':
      return { kernel: null, notRunnable: answer.clash.message };
    case 'unknown':
      return { kernel: null, notRunnable: answer.reason };
  }
}

/** A finding at the argument that is wrong, or at the input, or at the call. */
export function reportClash(
  session: Session,
  label: string,
  clash: Clash,
  argumentRanges: Readonly<Record<string, Range>>,
  inputRanges: readonly (Range | undefined)[],
  site: CallSite,
  constructed: Range | null = null,
): void {
  const call = toRange(site);
  // A Sequential is called in one place for all of its layers: which one it is, its construction tells.
  const made = constructed ? [{ range: constructed, message: say`This ${label}.` }] : [];
  if (typeof clash.argument === 'string') {
    const range = argumentRanges[clash.argument];
    // The argument may have been left to its default: then the call is what is wrong.
    const related = range ? [{ range: call, message: say`${label} is called here.` }] : [];
    session.finding(
      clash.code,
      range ?? call,
      clash.message,
      related,
      range ? argumentFix(session, range, clash) : null,
    );
    return;
  }
  if (typeof clash.argument === 'number') {
    const span = site.positional.length > clash.argument ? site.positional[clash.argument] : undefined;
    const place = inputRanges[clash.argument] ?? (span ? { file: site.file, start: span.start, end: span.end } : call);
    session.finding(clash.code, place, clash.message, made);
    return;
  }
  session.finding(clash.code, call, clash.message, made);
}

const isSymbolic = (size: Size): size is Exclude<Size, number> => typeof size !== 'number';

function unknownInput(input: Value): Message {
  const tensor = tensorOf(input);
  if (tensor) return tensor.reason ?? say`The shape of the input is not known.`;
  return input.kind === 'unknown' ? input.cause.reason : say`The input is not a tensor.`;
}

function dtypeOf(inputs: readonly Value[]): string | null {
  return tensorOf(inputs[0])?.dtype ?? null;
}
