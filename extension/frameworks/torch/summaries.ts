/** torchinfo, torchsummary, thop and ptflops: what they are told of a model's input is what we need too. */
import { say } from '../../message.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { native, type NativeCall, type PyModule, type Value } from '../../python/values.ts';
import { symbol } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import { valueToSize } from '../symint.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import { moduleOf } from './module-data.ts';

export function summaryModule(ctx: TorchContext, name: string): PyModule {
  const [root] = name.split('.');
  const batched = root === 'torchinfo';
  const summarise = (call: NativeCall): Value => {
    const model = call.args[0] ?? call.kwargs.get('model');
    const given = call.args[1] ?? firstOf(call, ['input_size', 'input_data', 'inputs', 'input_res', 'x']);
    if (model && moduleOf(model) && given) {
      const inputs = tensorsFrom(ctx, call, given, batched);
      if (inputs.length > 0) call.interpreter.call(model, inputs, undefined, call.site);
    }
    return call.interpreter.unknown(say`The result of ${root ?? name} is not followed.`, call.site);
  };
  const names = ['summary', 'profile', 'get_model_complexity_info'];
  return nativeModule(name, Object.fromEntries(names.map((each) => [each, native(each, summarise)])), (member) =>
    member.startsWith('__') ? undefined : ctx.session.interpreter.unknown(say`${name}.${member} is not followed.`),
  );
}

const firstOf = (call: NativeCall, names: readonly string[]): Value | undefined =>
  names.map((name) => call.kwargs.get(name)).find((value) => value !== undefined);

/** Tensors as they are; a tuple of sizes is one input, a list of such tuples several. */
function tensorsFrom(ctx: TorchContext, call: NativeCall, given: Value, batched: boolean): readonly Value[] {
  if (tensorOf(given)) return [given];
  const items = call.interpreter.iterate(given) ?? [];
  if (items.length > 0 && items.every((item) => tensorOf(item))) return items;
  const shapes = isShape(items) ? [items] : items.map((item) => call.interpreter.iterate(item) ?? []);
  if (!shapes.every(isShape)) return [];
  return shapes.map((shape) =>
    makeTensor(
      ctx.session,
      TORCH,
      withBatch(
        shape.flatMap((size) => valueToSize(size) ?? []),
        batched,
      ),
    ),
  );
}

const isShape = (items: readonly Value[]): boolean =>
  items.length > 0 && items.every((item) => valueToSize(item) !== undefined);

const withBatch = (shape: readonly Size[], batched: boolean): Shape =>
  batched ? shape : [symbol('N', 'batch'), ...shape];
