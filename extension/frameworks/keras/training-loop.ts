/** Training that is written out: its loops are not run to their end, and gradients have the shapes of what they belong to. */
import { say } from '../../message.ts';
import { LimitReached } from '../../python/evaluate/limits.ts';
import { endLoops } from '../../python/evaluate/loops.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import { NONE, type NativeCall, type PyClass, type Value } from '../../python/values.ts';
import { toRange, TRAINING_LOOP } from '../session.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import type { KerasState } from './state.ts';
import { mapTensors } from './structure.ts';

/** Loops over folds and over pairs of optimisers are shorter, loops over batches longer. */
const MAX_TRAINING_ROUNDS = 24;

/** So many more and it is one of a loop around it, too: epochs. */
const MAX_TRAINING_EPOCHS = 24;

/** A training loop is ended after some rounds: the models in it do not change, and ten thousand rounds would take seconds. */
export function endTrainingLoop(state: KerasState, { site, interpreter }: NativeCall): void {
  const key = `${site.file}|${site.start}`;
  const rounds = (state.trainingRounds.get(key) ?? 0) + 1;
  state.trainingRounds.set(key, rounds);
  if (rounds <= MAX_TRAINING_ROUNDS) return;
  const which = rounds > MAX_TRAINING_ROUNDS + MAX_TRAINING_EPOCHS ? 'all' : 'innermost';
  const cause = interpreter.unknown(say`The rounds of a training loop are not counted.`, site);
  // Whoever trains in a recursion is stopped there.
  if (!endLoops(interpreter, which, cause)) throw new LimitReached('steps', TRAINING_LOOP, toRange(site));
}

/** `tf.GradientTape`: a step of training by one's own hand asks it for gradients. */
export function createGradientTape(state: KerasState): PyClass {
  const quiet = (): Value => NONE;
  return nativeClass({
    name: 'GradientTape',
    qualifiedName: 'tensorflow.GradientTape',
    methods: {
      __init__: quiet,
      __enter__: (call) => call.args[0] ?? NONE,
      __exit__: quiet,
      watch: quiet,
      reset: quiet,
      stop_recording: (call) => call.args[0] ?? NONE,
      watched_variables: (call) => call.interpreter.unknown(say`What this method gives is not followed.`, call.site),
      gradient: (call) => {
        endTrainingLoop(state, call);
        const sources = call.args[2] ?? call.kwargs.get('sources');
        if (!sources) return call.interpreter.unknown(say`The gradient is not followed.`, call.site);
        return mapTensors(sources, (tensor) => {
          const data = tensorOf(tensor);
          return makeTensor(state.session, 'keras', data?.shape ?? null, data?.reason ?? null, data?.dtype ?? null);
        });
      },
      jacobian: (call) => call.interpreter.unknown(say`The gradient is not followed.`, call.site),
      batch_jacobian: (call) => call.interpreter.unknown(say`The gradient is not followed.`, call.site),
    },
  });
}
