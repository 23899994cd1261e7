/**
 * The class of Keras's tensors. On a symbolic tensor outside of `call` every operator makes an operation of the model's graph, named as
 * Keras 3 names it (`x + y` is an `Add` called `add`). keras/src/backend/common/keras_tensor.py
 */
import { say } from '../../message.ts';
import { builtinClasses, nativeClass, type NativeRun } from '../../python/evaluate/native.ts';
import { int, list, NONE, str, tuple, type NativeCall, type PyClass, type Value } from '../../python/values.ts';
import { makeArray } from '../numpy/array-data.ts';
import { tensorOperators } from '../operators.ts';
import { setTensorClass, tensorOf } from '../tensor.ts';
import { historyOf } from './graph.ts';
import { operate } from './ops/node.ts';
import type { KerasState } from './state.ts';

/** Keras's operation classes, where they are not simply the capitalised name of the function. */
const CLASS_NAMES: Readonly<Record<string, string>> = {
  abs: 'Absolute',
  batch_normalization: 'BatchNorm',
  layer_normalization: 'LayerNorm',
  rms_normalization: 'RMSNorm',
  fft: 'FFT',
  fft2: 'FFT2',
  ifft2: 'IFFT2',
  rfft: 'RFFT',
  irfft: 'IRFFT',
  stft: 'STFT',
  istft: 'ISTFT',
  cdist: 'CDist',
  allclose: 'AllClose',
  isin: 'IsIn',
  psnr: 'PSNR',
  rgb_to_grayscale: 'RGBToGrayscale',
  rgb_to_hsv: 'RGBToHSV',
  hsv_to_rgb: 'HSVToRGB',
  swish: 'Silu',
  hard_swish: 'HardSilu',
};
/** The operators, where they differ from the function of the same name. */
const OPERATOR_CLASSES: Readonly<Record<string, string>> = { divide: 'TrueDivide' };

export function createTensorClass(state: KerasState): PyClass {
  const { session } = state;
  const operators = tensorOperators(session, {
    framework: 'keras',
    operate: (operation) => {
      const { name, operands, site } = operation;
      return operate(state, {
        type: OPERATOR_CLASSES[name] ?? classNameOf(name),
        args: operands,
        kwargs: new Map(),
        site,
        compute: (args, _kwargs, place) => operation.compute(args, place),
      });
    },
  });
  const shape = shapeClass(state);
  const shapeValue = (call: NativeCall): Value => {
    const data = tensorOf(call.args[0]);
    if (!data?.shape) return call.interpreter.unknown(data?.reason ?? say`The shape is not known.`, call.site);
    return tuple(
      data.shape.map((size) => (typeof size === 'number' ? int(size) : NONE)),
      shape,
    );
  };
  const same: NativeRun = (call) => call.args[0] ?? NONE;
  const cls = nativeClass({
    name: 'KerasTensor',
    qualifiedName: 'keras.KerasTensor',
    methods: {
      ...operators,
      get_shape: shapeValue,
      set_shape: () => NONE,
      numpy: (call) => {
        const data = tensorOf(call.args[0]);
        return makeArray(session, {
          shape: data?.shape ?? null,
          reason: data?.reason ?? null,
          dtype: data?.dtype ?? 'float32',
          numbers: null,
        });
      },
      assign: same,
      assign_add: same,
      assign_sub: same,
      read_value: same,
      value: same,
      __len__: (call) => {
        const size = tensorOf(call.args[0])?.shape?.[0];
        return typeof size === 'number'
          ? int(size)
          : call.interpreter.unknown(say`The length is left open.`, call.site);
      },
      __iter__: (call) => call.interpreter.unknown(say`The items of a tensor are not followed.`, call.site),
      __array__: (call) => call.interpreter.unknown(say`The numbers of a tensor are not known.`, call.site),
      __float__: (call) => call.interpreter.unknown(say`The number in a tensor is not known.`, call.site),
      __int__: (call) => call.interpreter.unknown(say`The number in a tensor is not known.`, call.site),
      __repr__: () => str('<KerasTensor>'),
    },
    properties: {
      shape: shapeValue,
      _keras_shape: shapeValue,
      _shape_val: shapeValue,
      dtype: (call) => {
        const dtype = tensorOf(call.args[0])?.dtype;
        return dtype == null ? call.interpreter.unknown(say`The dtype is not known.`, call.site) : str(dtype);
      },
      ndim: (call) => {
        const rank = tensorOf(call.args[0])?.shape?.length;
        return rank === undefined ? call.interpreter.unknown(say`The shape is not known.`, call.site) : int(rank);
      },
      rank: (call) => call.interpreter.getAttribute(call.args[0] ?? NONE, 'ndim') ?? NONE,
      name: (call) => {
        const history = historyOf(call.args[0]);
        return history
          ? str(history.operation.name)
          : call.interpreter.unknown(say`The name is not followed.`, call.site);
      },
      node: same,
      op: same,
      T: (call) => call.interpreter.unknown(say`The transposed tensor is not followed.`, call.site),
    },
  });
  setTensorClass(session, 'keras', cls);
  return cls;
}

/** `x.shape`: a tuple that also has what tf.TensorShape has. */
function shapeClass(state: KerasState): PyClass {
  return state.cls('TensorShape', () =>
    nativeClass({
      name: 'TensorShape',
      qualifiedName: 'tensorflow.TensorShape',
      bases: [builtinClasses.tuple],
      methods: {
        as_list: (call) => list(itemsOf(call.args[0])),
      },
      properties: {
        rank: (call) => int(itemsOf(call.args[0]).length),
        ndims: (call) => int(itemsOf(call.args[0]).length),
        dims: (call) => list(itemsOf(call.args[0])),
      },
    }),
  );
}

const itemsOf = (value: Value | undefined): readonly Value[] => (value?.kind === 'tuple' ? value.items : []);

export function classNameOf(name: string): string {
  return CLASS_NAMES[name] ?? name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}
