/** Where each tensor of a graph has its channels: what the calls around it say, and where none does, the framework's habit. */
import type { TensorId } from '../model/graph.ts';
import type { KernelCall, Layout } from '../model/kernel.ts';
import type { Framework } from '../model/record.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

export const usualLayout = (framework: Framework): Layout =>
  framework === 'keras' ? 'channels_last' : 'channels_first';

export function tensorLayouts(graph: RunGraph, order: readonly RunCall[]): ReadonlyMap<TensorId, Layout> {
  const layouts = new Map<TensorId, Layout>();
  const say = (tensors: readonly TensorId[], layout: Layout | undefined): void => {
    if (layout === undefined) return;
    for (const tensor of tensors) if (!layouts.has(tensor)) layouts.set(tensor, layout);
  };
  for (const call of order) {
    const own = ownLayout(graph, call);
    say([...call.inputs, ...call.outputs], own);
    if (keepsLayout(call.kernel)) say(call.outputs, firstOf(layouts, call.inputs));
  }
  // What stands before the first call that says it takes it from there.
  for (const call of [...order].reverse()) {
    if (keepsLayout(call.kernel)) say(call.inputs, firstOf(layouts, call.outputs));
  }
  for (const tensor of Object.keys(graph.shapes)) say([Number(tensor)], usualLayout(graph.framework));
  return layouts;
}

function ownLayout(graph: RunGraph, { kernel, inputs }: RunCall): Layout | undefined {
  if (kernel === null) return undefined;
  if ('layout' in kernel) return kernel.layout;
  const rank = inputs[0] === undefined ? undefined : graph.shapes[inputs[0]]?.length;
  if (kernel.op !== 'batch-norm' || rank === undefined || rank < 3) return undefined;
  return kernel.axis === 1
    ? 'channels_first'
    : kernel.axis === -1 || kernel.axis === rank - 1
      ? 'channels_last'
      : undefined;
}

function keepsLayout(kernel: KernelCall | null): boolean {
  switch (kernel?.op) {
    case 'activation':
    case 'batch-norm':
    case 'concat':
    case 'binary':
    case 'scalar':
    case 'pad':
    case 'crop':
    case 'identity':
    case 'input':
    case 'with-number':
    case 'unary':
    case 'where':
    case 'group-norm':
    case 'unit-norm':
    case 'local-response-norm':
    case 'roll':
    case 'repeat':
    case 'cumulative':
    case 'slice-update':
    case 'normalization':
      return true;
    default:
      return false;
  }
}

function firstOf(layouts: ReadonlyMap<TensorId, Layout>, tensors: readonly TensorId[]): Layout | undefined {
  for (const tensor of tensors) {
    const layout = layouts.get(tensor);
    if (layout !== undefined) return layout;
  }
  return undefined;
}
