/** Runs a module on given shapes, or on inputs that its first layers settle, as torchinfo runs it: in evaluation mode. */
import type { Shape } from '../../model/size.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { FALSE, type CallSite, type Place, type PyInstance, type Value } from '../../python/values.ts';
import { makeTensor } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import { moduleOf, moduleTree } from './module-data.ts';
import { pendingInput } from './pending-input.ts';
import type { RunOrigin } from './trace.ts';

export function runModel(ctx: TorchContext, model: PyInstance, inputs: readonly Shape[] | null, place: Place): void {
  // The base of other classes, which cannot be called itself.
  if (lookup(model.cls, 'forward') === lookup(ctx.classes.module, 'forward')) return;
  const site: CallSite = { file: place.file, start: place.start, end: place.end, positional: [], keywords: new Map() };
  const guessed = { value: false };
  const tensors = inputs
    ? inputs.map((shape) => makeTensor(ctx.session, TORCH, shape))
    : Array.from({ length: inputCount(ctx, model) }, (_, index) => pendingInput(ctx, model, index, guessed));
  if (tensors.length === 0) return;
  const known = ctx.session.findings.length;
  inEvaluation(model, () => call(ctx, model, tensors, site, inputs ? 'asked' : 'symbolic'));
  // What goes wrong on an input that was only guessed says nothing about the code.
  const wrong = ctx.session.findings.slice(known).some(({ severity }) => severity === 'error');
  const failed = ctx.trace.runs.some((run) => run.module === model && run.origin === 'symbolic' && !run.complete);
  if (guessed.value && (wrong || failed)) {
    ctx.session.forgetFindings(known);
    ctx.trace.forget(model, 'The shape of its input could not be told.');
  }
}

function call(
  ctx: TorchContext,
  model: PyInstance,
  tensors: readonly Value[],
  site: CallSite,
  origin: RunOrigin,
): void {
  const before = ctx.trace.origin;
  const { interpreter } = ctx.session;
  ctx.trace.origin = origin;
  try {
    // Under the limits, and with what goes wrong reported: it costs this model only.
    if (interpreter instanceof Evaluator) interpreter.callFromOutside(model, tensors, undefined, site);
  } finally {
    ctx.trace.origin = before;
  }
}

function inEvaluation(model: PyInstance, run: () => void): void {
  const modules = moduleTree(model).modules.map(({ module }) => module);
  const before = modules.map((module) => module.attributes.get('training'));
  for (const module of modules) module.attributes.set('training', FALSE);
  try {
    run();
  } finally {
    modules.forEach((module, index) => {
      const training = before[index];
      if (training) module.attributes.set('training', training);
    });
  }
}

/** Required positional parameters of forward; 0 where they cannot be told. */
function inputCount(ctx: TorchContext, model: PyInstance): number {
  const forward = ctx.session.interpreter.getAttribute(model, 'forward');
  if (forward?.kind !== 'method') return 0;
  if (forward.callable.kind === 'native') return moduleOf(model) ? 1 : 0;
  const positional = forward.callable.node.parameters.filter(
    ({ kind }) => kind === 'positional' || kind === 'positional-only',
  );
  const required = positional.filter(({ defaultValue }) => defaultValue === null).length - 1;
  // forward(self, x=None) is called with one input all the same.
  return required === 0 && positional.length > 1 ? 1 : Math.max(0, required);
}
