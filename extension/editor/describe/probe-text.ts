/** The probe comment that gives a model an input: which expression makes the model, on which shapes, and above which line it goes. */
import type { ModelGraph } from '../../model/graph.ts';
import { enclosingFunction } from './definitions.ts';
import type { FactsIndex } from './facts-index.ts';

/** What an open size becomes: large enough for five halvings, and what many networks are made for. */
const USUAL_SIZE = 256;
/** Open channels of a picture. */
const USUAL_CHANNELS = 3;

export interface ProbeText {
  /** `UNet(3, 2)` */
  readonly expression: string;
  /** `(1, 3, 256, 256)` */
  readonly shapes: string;
  /** Where the comment's line is put in. */
  readonly lineStart: number;
  readonly indent: string;
}

export function probeText(index: FactsIndex, model: ModelGraph, text: string): ProbeText {
  const builder = enclosingFunction(text, model.range.start);
  const at = builder?.lineStart ?? text.lastIndexOf('\n', model.range.start - 1) + 1;
  return {
    expression: expressionFor(index, model, text, builder?.isTopLevel ? builder.name : null),
    shapes: model.inputs.map((id) => shapeFor(index, id)).join(', '),
    lineStart: at,
    indent: /^[ \t]*/.exec(text.slice(at))?.[0] ?? '',
  };
}

/** A call that stands in the text already; else the builder's, else the class's own with nothing given. */
function expressionFor(index: FactsIndex, model: ModelGraph, text: string, builder: string | null): string {
  const bound = index.analysis.bindings.filter(
    ({ range, values }) =>
      range.file === model.range.file && values.some((value) => value.kind === 'model' && value.model === model.id),
  );
  const made = new RegExp(`^\\s*=\\s*((?:\\w+\\.)*${model.type}\\((?:[^()\\n]|\\([^()\\n]*\\))*\\))`);
  for (const { range } of bound) {
    const call = made.exec(text.slice(range.end))?.[1];
    if (call !== undefined && enclosingFunction(text, range.start) === null && model.framework === 'torch') return call;
  }
  if (builder !== null) return `${builder}()`;
  const named = bound.find(({ range }) => enclosingFunction(text, range.start) === null);
  return named && model.framework === 'keras' ? named.name : `${model.type}()`;
}

function shapeFor(index: FactsIndex, tensor: number): string {
  const { shape, framework } = index.tensor(tensor) ?? {};
  if (!shape) return `(1, ${USUAL_CHANNELS}, ${USUAL_SIZE}, ${USUAL_SIZE})`;
  const channels = framework === 'torch' ? 1 : shape.length - 1;
  const sizes = shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    if (axis === 0) return 1;
    return axis === channels && shape.length > 2 ? USUAL_CHANNELS : USUAL_SIZE;
  });
  return `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;
}
