/** nn.DataParallel: on one device it is the module it wraps, with a name in between. */
import { nativeClass } from '../../python/evaluate/native.ts';
import { NONE, type PyClass } from '../../python/values.ts';
import type { TorchContext } from './context.ts';
import { initialise, receiver, registerModule } from './module-class.ts';
import { moduleOf } from './module-data.ts';

export function dataParallel(ctx: TorchContext): PyClass {
  const call: Parameters<typeof nativeClass>[0]['methods'] = {
    __init__: (native) => {
      const self = receiver(native);
      const module = native.args[1] ?? native.kwargs.get('module');
      if (!self || !module) return NONE;
      initialise(self, native);
      registerModule(native.interpreter, self, 'module', module);
      return NONE;
    },
    __call__: (native) => {
      const module = moduleOf(native.args[0])?.modules.get('module');
      return module ? native.interpreter.call(module, native.args.slice(1), native.kwargs, native.site) : NONE;
    },
  };
  return nativeClass({
    name: 'DataParallel',
    qualifiedName: 'torch.nn.DataParallel',
    bases: [ctx.classes.module],
    methods: call,
  });
}
