/**
 * The one table of diagnostics: code, severity, title, documentation page. Messages are made where the numbers are; settings,
 * docs and package.json entries are generated from here.
 */
import { say, type Message } from '../message.ts';
import type { Range } from './range.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface FindingRule {
  readonly severity: Severity;
  /** What the rule is about, as a heading. */
  readonly title: string;
  /** Why it matters and what to do, in one or two sentences. */
  readonly advice: string;
}

export const FINDING_RULES = {
  'checkerboard-overlap': {
    severity: 'warning',
    title: 'Uneven kernel overlap',
    advice:
      'The kernel is not a multiple of the stride, so neighbouring output pixels are fed by different numbers of taps. Use a kernel that is a multiple of the stride, or resize and convolve.',
  },
  'checkerboard-initial': {
    severity: 'info',
    title: 'Checkerboard until trained',
    advice:
      'Overlap is even, but the phases of the kernel start out different. Use sub-pixel convolution with ICNR initialisation, or resize and convolve, if it stays visible.',
  },
  'checkerboard-holes': {
    severity: 'error',
    title: 'Output pixels that nothing feeds',
    advice: 'The stride is larger than the kernel, so some output pixels only ever see the bias.',
  },
  'shape-mismatch': {
    severity: 'error',
    title: 'Sizes that cannot meet',
    advice: 'Two sizes that must be equal are not.',
  },
  'wrong-channels': {
    severity: 'error',
    title: 'Wrong number of channels or features',
    advice: 'The layer was built for another number of channels than its input has.',
  },
  'bad-reshape': {
    severity: 'error',
    title: 'Reshape that does not fit',
    advice: 'The number of elements before and after must be the same.',
  },
  'not-divisible': {
    severity: 'error',
    title: 'Channels that do not divide',
    advice:
      'The number of channels must be a multiple of the square of the upscale factor, or of the number of groups.',
  },
  'bad-argument': {
    severity: 'error',
    title: 'Argument the framework refuses',
    advice: 'The framework raises an error for this value.',
  },
  'unknown-argument': {
    severity: 'error',
    title: 'No such argument',
    advice: 'The framework raises TypeError for this keyword.',
  },
  'unregistered-layer': {
    severity: 'warning',
    title: 'Layer that its module does not know',
    advice:
      'PyTorch registers layers that are attributes of a module, not those in a plain list or dict: their parameters are neither counted, moved nor trained. Use nn.ModuleList or nn.ModuleDict.',
  },
  'size-constraint': {
    severity: 'info',
    title: 'Only some input sizes fit',
    advice: 'A skip connection joins sizes that are equal only for some inputs.',
  },
  'not-inferred': {
    severity: 'info',
    title: 'Could not be inferred',
    advice: 'Layerscope shows no number here because it is not sure of it.',
  },
  'limit-reached': {
    severity: 'info',
    title: 'Analysis stopped at a limit',
    advice: 'The code does more work than Layerscope follows while you type.',
  },
  'syntax-error': {
    severity: 'hint',
    title: 'Not valid Python yet',
    advice: 'The rest of the file is still analysed.',
  },
} as const satisfies Record<string, FindingRule>;

export type FindingCode = keyof typeof FINDING_RULES;

/** A change of the text that mends what was found; only where there is exactly one that does. */
export interface Fix {
  /** As an editor's menu says it: `Change in_channels to 64`. */
  readonly title: Message;
  /** What is replaced, and by what. */
  readonly range: Range;
  readonly text: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly range: Range;
  readonly message: Message;
  /** Other places that take part: the layer the size comes from. */
  readonly related: readonly { readonly range: Range; readonly message: Message }[];
  readonly fix: Fix | null;
  /** Of what stands in another file: the place in the analysed file that leads there. */
  readonly caller: Range | null;
}

/** Of many that one place leads to, as many are named. */
const MOST_RELATED = 10;

/**
 * The findings as one file shows them. Errors in another file that this one leads to stand at the place that leads there: one for all that
 * are in that file, since the first is often what brings the others with it.
 */
export function findingsIn(file: string, findings: readonly Finding[]): readonly Finding[] {
  const elsewhere = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { range, caller, severity } = finding;
    if (range.file === file || severity !== 'error' || caller?.file !== file) continue;
    const key = `${caller.start} ${caller.end} ${range.file}`;
    elsewhere.set(key, [...(elsewhere.get(key) ?? []), finding]);
  }
  return [
    ...findings.filter(({ range }) => range.file === file),
    ...[...elsewhere.values()].flatMap((together) => throughCaller(together)),
  ];
}

function throughCaller(together: readonly Finding[]): readonly Finding[] {
  const [first] = together;
  if (!first?.caller) return [];
  const { range, message } = first;
  const name = range.file.split(/[\\/]/).at(-1) ?? range.file;
  const related = together.slice(0, MOST_RELATED).map((one) => ({ range: one.range, message: one.message }));
  const more = together.length - 1;
  return [
    {
      ...first,
      range: first.caller,
      message: more > 0 ? say`In ${name}: ${message} (And ${more} more there.)` : say`In ${name}: ${message}`,
      related: [...related, ...first.related],
      fix: null,
    },
  ];
}
