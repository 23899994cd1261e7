/** Methods of `numpy.ndarray` that are functions of NumPy as well, and the names of those whose results are not followed. */
import { say } from '../../message.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import type { NativeRun } from '../../python/evaluate/native.ts';
import { native, type PyClass, type Value } from '../../python/values.ts';
import type { Session } from '../session.ts';

/** `x.squeeze(0)` is `np.squeeze(x, 0)`. */
const SHARED = 'squeeze repeat clip round swapaxes cumsum cumprod sort argsort dot take diagonal nonzero searchsorted';

const NOT_FOLLOWED =
  'ptp trace partition argpartition choose compress view tobytes tofile tostring dump dumps byteswap getfield setflags resize ' +
  'real imag conj conjugate flat flags base ctypes data itemsize nbytes strides newbyteorder __array__ __array_interface__';

export function sharedMethods(functions: () => Readonly<Record<string, Value>>): Record<string, NativeRun> {
  return Object.fromEntries(
    SHARED.split(' ').map((name) => [
      name,
      (call) => {
        const own = functions()[name];
        return own
          ? call.interpreter.call(own, call.args, call.kwargs, call.site)
          : call.interpreter.unknown(say`ndarray.${name} is not followed.`, call.site);
      },
    ]),
  );
}

export function addQuietMethods(session: Session, cls: PyClass): void {
  for (const name of NOT_FOLLOWED.split(' ')) {
    if (lookup(cls, name)) continue;
    cls.namespace.set(name, {
      kind: 'property',
      get: native(name, (call) => session.interpreter.unknown(say`ndarray.${name} is not followed.`, call.site)),
      set: null,
      cached: false,
    });
  }
}
