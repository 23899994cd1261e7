/** PyTorch Lightning: its module is an nn.Module with a training loop around it, which is not run here. */
import { say } from '../../message.ts';
import { instance, nativeClass, nativeModule, type NativeRun } from '../../python/evaluate/native.ts';
import { NONE, type Interpreter, type PyInstance, type PyModule, type Value } from '../../python/values.ts';
import type { TorchContext } from './context.ts';
import { receiver } from './module-class.ts';

export const isLightning = (name: string): boolean => /^(pytorch_lightning|lightning)(\.|$)/.test(name);

export function lightningModule(ctx: TorchContext, made: Map<string, PyModule>): (name: string) => PyModule {
  const quiet: NativeRun = () => NONE;
  const parameters = nativeClass({ name: 'AttributeDict', qualifiedName: 'lightning.AttributeDict' });
  const module = nativeClass({
    name: 'LightningModule',
    qualifiedName: 'pytorch_lightning.LightningModule',
    bases: [ctx.classes.module],
    methods: {
      ...Object.fromEntries(
        ['log', 'log_dict', 'print', 'freeze', 'unfreeze', 'toggle_optimizer'].map((name) => [name, quiet]),
      ),
      save_hyperparameters: (call) => {
        const self = receiver(call);
        if (self)
          call.interpreter.setAttribute(self, 'hparams', instance(parameters, argumentsOf(call.interpreter, self)));
        return NONE;
      },
    },
  });
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const space = nativeModule(name, { LightningModule: module }, (member) => {
      if (member.startsWith('__')) return undefined;
      return ctx.session.interpreter.unknown(say`${name}.${member} is not followed.`);
    });
    made.set(name, space);
    return space;
  };
}

/** The arguments of the constructor that is running. */
function argumentsOf(interpreter: Interpreter, self: PyInstance): Record<string, Value> {
  const frame = interpreter.stack.findLast(({ name, self: other }) => name === '__init__' && other === self);
  return Object.fromEntries(
    [...(frame?.scope.names ?? [])].filter(([name]) => name !== 'self' && !name.startsWith('__')),
  );
}
