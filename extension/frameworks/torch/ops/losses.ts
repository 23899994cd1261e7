/** The losses of torch.nn.functional by the shapes of their modules. */
import { isReduced, LOSSES as RECORDED } from '../records/losses.ts';
import { answering } from '../../../model/refusal.ts';
import { toPlain } from '../../plain.ts';
import type { Op, Rule } from './op.ts';

/** Where it gives one number, nothing is asked of the operands: a target may be what cannot be told. */
const reduced = (op: Op): boolean =>
  isReduced(
    Object.fromEntries(
      ['size_average', 'reduce', 'reduction'].flatMap((name) => {
        const value = op.value(name);
        return value === undefined ? [] : [[name, toPlain(op.ctx.session, value)]];
      }),
    ),
  );

const FUNCTIONS = RECORDED.map(({ function: name, inputs, elements }): readonly [string, Rule] => [
  name,
  (op) => ({
    shapes: [reduced(op) ? [] : op.ask(() => answering(() => elements(inputs.map((each) => op.shape(each)))))],
  }),
]);

export const LOSSES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(FUNCTIONS),
  linear_cross_entropy: (op) => ({ shapes: [reduced(op) ? [] : op.shape().slice(0, -1)] }),
};
