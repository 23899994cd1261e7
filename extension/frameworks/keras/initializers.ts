/** `keras.initializers`: objects that say how a weight starts, and custom ones by name. */
import { say } from '../../message.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import { native, NONE, type PyClass, type PyInstance, type Value } from '../../python/values.ts';
import { setPlain } from '../plain.ts';
import { makeTensor } from '../tensor.ts';
import { bindSignature } from '../signature.ts';
import { signatureOf } from './signatures.ts';
import type { KerasState } from './state.ts';

export function initializerMember(state: KerasState, name: string): Value | undefined {
  const base = state.cls('Initializer', () =>
    nativeClass({
      name: 'Initializer',
      qualifiedName: 'keras.initializers.Initializer',
      methods: {
        /** `initializer(shape=(3, 4))`: numbers that are not known, of that shape. */
        __call__: (call) => {
          const given = call.args[1] ?? call.kwargs.get('shape');
          const shape = given ? state.readShape(given, false) : null;
          return makeTensor(state.session, 'keras', shape, say`The shape of the numbers is not known.`, 'float32');
        },
      },
    }),
  );
  if (name === 'Initializer') return base;
  if (name === 'get') return initializerGetter(state);
  const signature = signatureOf(`initializers.${name}`);
  if (!signature || ['serialize', 'deserialize'].includes(name)) return undefined;
  // `he_normal` is the same class as `HeNormal`.
  const own = name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return state.cls(`initializers.${own}`, () => initializerClass(state, base, own));
}

/** `keras.initializers.get('he_normal')`: an object by its name or of its class; None, a dict and an object are read where they are used. */
function initializerGetter(state: KerasState): Value {
  return native('get', (call) => {
    const given = call.args[0] ?? call.kwargs.get('identifier') ?? NONE;
    const made = given.kind === 'str' ? initializerMember(state, given.value) : given;
    return made?.kind === 'class' ? call.interpreter.call(made, [], undefined, call.site) : given;
  });
}

function initializerClass(state: KerasState, base: PyClass, name: string): PyClass {
  return nativeClass({
    name,
    qualifiedName: `keras.initializers.${name}`,
    bases: [base],
    methods: {
      __init__: (call) => {
        const instance = call.args[0] as PyInstance;
        const { args } = bindSignature(state.session, name, signatureOf(`initializers.${name}`) ?? [], call, {
          skip: 1,
        });
        setPlain(instance, { kind: 'object', type: name, config: args });
        return NONE;
      },
    },
  });
}
