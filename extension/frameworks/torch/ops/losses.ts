/** The losses of torch.nn.functional by the shapes of their modules. */
import { isReduced, lossKernel, LOSS_ARGUMENTS, LOSSES as RECORDED } from '../records/losses.ts';
import type { PlainArguments } from '../../../model/record.ts';
import { answering } from '../../../model/refusal.ts';
import { toPlain } from '../../plain.ts';
import { tensorOf } from '../../tensor.ts';
import type { Op, Rule } from './op.ts';

const argumentsOf = (op: Op): PlainArguments =>
  Object.fromEntries(
    LOSS_ARGUMENTS.flatMap((name) => {
      const value = op.value(name);
      return value === undefined ? [] : [[name, toPlain(op.ctx.session, value)]];
    }),
  );

const FUNCTIONS = RECORDED.map((loss): readonly [string, Rule] => [
  loss.function,
  (op) => {
    const args = argumentsOf(op);
    // Where it gives one number, nothing is asked of the operands: a target may be what cannot be told.
    const shape = isReduced(args)
      ? []
      : op.ask(() => answering(() => loss.elements(loss.inputs.map((each) => op.shape(each)))));
    const [input, target] = [op.value('input'), op.value('target')];
    const [own, other] = [tensorOf(input)?.shape, tensorOf(target)?.shape];
    if (!input || !target || !own || !other) return { shapes: [shape] };
    return { shapes: [shape], kernel: lossKernel(loss, args, [own, other]), inputs: [input, target] };
  },
]);

export const LOSSES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(FUNCTIONS),
  linear_cross_entropy: (op) => ({ shapes: [isReduced(argumentsOf(op)) ? [] : op.shape().slice(0, -1)] }),
};
