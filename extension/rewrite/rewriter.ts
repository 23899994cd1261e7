/**
 * Quick fixes and the comparison's "Use this": candidates are written, the rewritten text is analysed, and only what keeps its promise is
 * given out. A worker's side of it; the editor applies the edits.
 */
import type { Analyzer, AnalysisInput } from '../frameworks/analyze.ts';
import { signatureOf } from '../frameworks/keras/signatures.ts';
import { signatureOf as torchSignatureOf } from '../frameworks/torch/context.ts';
import type { Message } from '../message.ts';
import type { Finding, FindingCode } from '../model/findings.ts';
import type { Analysis, LayerFact } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import type { PlainArguments } from '../model/record.ts';
import { artifactFixes } from './artifact-fixes.ts';
import { changedLayer } from './changed-layer.ts';
import { errorFixes } from './error-fixes.ts';
import type { Fix, FixId } from './fix.ts';
import { replaceLayer } from './replace-layer.ts';
import { skipFix } from './skip-fixes.ts';
import { RewriteSource } from './source.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';
import type { Toolbox } from './toolbox.ts';
import { heals, keepsShapes } from './verify.ts';

export interface Rewriter {
  /** What can be done about one finding; empty where nothing keeps its promise. */
  fixes(input: AnalysisInput, finding: Finding): readonly Fix[];
  /** The edits that write an alternative's code in place of the layer at a range; null where the text cannot take it. */
  useCode(input: AnalysisInput, range: Range, code: readonly string[]): readonly TextEdit[] | null;
  /** The call of a layer with other arguments, in the file's own style. */
  layerCode(input: AnalysisInput, layer: LayerFact, changes: PlainArguments): string;
}

const ARTIFACTS: ReadonlySet<FindingCode> = new Set([
  'checkerboard-overlap',
  'checkerboard-initial',
  'checkerboard-holes',
]);

export function createRewriter(analyzer: Analyzer): Rewriter {
  /** The file as it stands: asked for again and again while its text is the same. */
  let last: { readonly input: AnalysisInput; readonly source: RewriteSource } | null = null;
  const sourceOf = (input: AnalysisInput): RewriteSource => {
    if (last?.input.source.text !== input.source.text || last.input.source.file !== input.source.file) {
      const { file, text } = input.source;
      last = { input, source: new RewriteSource(file, text, analyzer.parse(text), analyzer.analyze(input)) };
    }
    return last.source;
  };
  const toolsFor = (input: AnalysisInput): Toolbox => ({
    parse: (text) => analyzer.parse(text),
    analyze: (text) => analyzer.analyze({ ...input, source: { ...input.source, text } }),
    positional(framework, name) {
      const signature =
        framework === 'torch' ? torchSignatureOf(`nn.${name}`) : (signatureOf(`layers.${name}`) ?? signatureOf(name));
      return (signature ?? []).flatMap(([parameter, kind]) => (kind === 'p' || kind === 'pk' ? [parameter] : []));
    },
  });
  return {
    fixes: (input, finding) => fixesFor(sourceOf(input), finding, toolsFor(input)),
    useCode: (input, range, code) => useCode(sourceOf(input), range, code, toolsFor(input)),
    layerCode: (input, layer, changes) => changedLayer(sourceOf(input), layer, changes, toolsFor(input)),
  };
}

function fixesFor(source: RewriteSource, finding: Finding, tools: Toolbox): readonly Fix[] {
  const { code } = finding;
  const fix = (id: FixId, edits: readonly TextEdit[], detail: Message | null = null): Fix => ({
    id,
    detail,
    code,
    edits,
  });
  if (ARTIFACTS.has(code)) {
    const fixes = new Map<FixId, Fix>();
    for (const { id, edits, layer } of artifactFixes(source, finding, tools)) {
      if (!fixes.has(id) && keepsShapes(source.analysis, rewritten(source, edits, tools), layer, edits)) {
        fixes.set(id, fix(id, edits));
      }
    }
    return [...fixes.values()];
  }
  const skip = code === 'shape-mismatch' || code === 'size-constraint' ? skipFix(source, finding) : null;
  const candidates = [
    ...errorFixes(source, finding).map(({ id, edits, detail }) => fix(id, edits, detail)),
    ...(skip ? [fix('pad-skip', skip)] : []),
  ];
  return candidates.filter(({ edits }) => heals(source.analysis, rewritten(source, edits, tools), finding));
}

function useCode(
  source: RewriteSource,
  range: Range,
  code: readonly string[],
  tools: Toolbox,
): readonly TextEdit[] | null {
  const icnr = code.some((line) => /icnr/i.test(line));
  const texts = replaceLayer(source, range, { code: () => code, icnr }, tools);
  return texts.find((edits) => keepsShapes(source.analysis, rewritten(source, edits, tools), range, edits)) ?? null;
}

const rewritten = ({ text }: RewriteSource, edits: readonly TextEdit[], tools: Toolbox): Analysis =>
  tools.analyze(applyEdits(text, edits));
