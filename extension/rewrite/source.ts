/** A file under rewriting: its text, its tree, how it is written, and what the analysis found in it. */
import type { Analysis, CallFact, LayerFact } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import type { Shape } from '../model/size.ts';
import { recordById } from '../model/records/registry.ts';
import type { CallExpression, Module, Span } from '../python/syntax.ts';
import { CallArguments } from './call-arguments.ts';
import { CodeStyle } from './code-style.ts';
import { Imports } from './imports.ts';
import { dottedName, lastName, pathTo, sameSpan, type PathNode } from './syntax-path.ts';

/** What an open size becomes where another way to write a layer is worked out; whether it holds for all sizes is seen afterwards. */
const OPEN_SIZE = 32;

export class RewriteSource {
  readonly file: string;
  readonly text: string;
  readonly module: Module;
  readonly analysis: Analysis;
  readonly style: CodeStyle;

  constructor(file: string, text: string, module: Module, analysis: Analysis) {
    this.file = file;
    this.text = text;
    this.module = module;
    this.analysis = analysis;
    this.style = new CodeStyle(text);
  }

  imports(): Imports {
    return new Imports(this.module, this.style);
  }

  /** Every layer that this piece of code constructs: several in a loop or a class that is used again. */
  layersAt(range: Range): readonly LayerFact[] {
    return this.analysis.layers.filter(
      // `Conv2D(8, 3, input_shape=...)` makes an input layer too.
      (layer) => layer.range.file === range.file && sameSpan(layer.range, range) && layer.type !== 'InputLayer',
    );
  }

  callsOf(layer: LayerFact): readonly CallFact[] {
    return this.analysis.calls.filter((call) => call.layer === layer.id);
  }

  shapeOf(tensor: number | undefined): Shape | null {
    return this.analysis.tensors.find(({ id }) => id === tensor)?.shape ?? null;
  }

  /** One sample's input of a call, with numbers for what is left open. */
  concreteInput(call: CallFact): Shape | null {
    const shape = this.shapeOf(call.inputs[0]);
    return shape?.map((size, axis) => (axis === 0 ? 1 : typeof size === 'number' ? size : OPEN_SIZE)) ?? null;
  }

  path(span: Span): readonly PathNode[] {
    return pathTo(this.module, span);
  }

  /** The constructing call of a layer, where it stands in this text under the layer's own name. */
  construction(layer: LayerFact): { call: CallExpression; path: readonly PathNode[]; callee: string } | null {
    if (layer.range.file !== this.file) return null;
    const path = this.path(layer.range);
    const call = path.findLast((node): node is CallExpression => node.kind === 'Call' && sameSpan(node, layer.range));
    const callee = call ? dottedName(call.callee) : null;
    if (!call || callee === null) return null;
    const record = layer.record === null ? undefined : recordById(layer.record);
    const names: readonly string[] = record?.[layer.framework]?.names ?? [layer.type];
    const known = this.imports().originOf(callee) ?? callee;
    // A subclass or a function of the user's own has arguments of its own.
    return names.includes(lastName(known)) ? { call, path, callee } : null;
  }

  written(layer: LayerFact, call: CallExpression): CallArguments {
    // The analysis has told positional arguments by name already: as many of them as the call gives.
    const names = call.args.map(({ value }) => {
      const found = Object.entries(layer.argumentRanges).find(([, range]) => sameSpan(range, value));
      return found?.[0] ?? '';
    });
    return new CallArguments(call, names, this.style);
  }
}
