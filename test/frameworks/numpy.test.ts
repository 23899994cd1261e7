/** NumPy and symbolic integers, seen through the shapes of what is built from them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tupleText } from '../../extension/model/sizes/text.ts';
import { analyzeText } from './analyzer.ts';

const HEAD = 'import numpy as np\nimport keras\nimport tensorflow as tf\n';

/** The units of `Dense` layers made from expressions: null where the analysis says that it cannot tell. */
function units(...expressions: string[]): (number | string | null)[] {
  const lines = expressions.map((expression, index) => `layer${index} = keras.layers.Dense(${expression})`);
  const { layers } = analyzeText(`${HEAD}${lines.join('\n')}\n`);
  return layers.map(({ arguments: { units: value } }) => {
    if (typeof value === 'number') return value;
    assert.ok(typeof value === 'object' && value !== null && 'kind' in value, JSON.stringify(value));
    return null;
  });
}

interface Recorded {
  readonly shapes: readonly (readonly number[])[];
  readonly values: readonly unknown[] | null;
}
const recorded = Object.entries(
  JSON.parse(readFileSync('test/recorded/numpy-functions.json', 'utf8')) as Readonly<Record<string, Recorded>>,
);
/** Where a mask picks entries, how many depends on the numbers. */
const BY_DATA = new Set([
  'x[x[:, 0, 0] > 2]',
  'x[:, m]',
  'x[m2]',
  'v[v % 2 == 0]',
  'np.where(v > 3)',
  'np.where(v > 3)[0]',
  'np.nonzero(v)',
]);

describe('NumPy', () => {
  it(`agrees with NumPy on ${recorded.length} expressions`, () => {
    const probes = recorded.map(
      ([expression], index) => `
def probe${index}():
    for part in parts(${expression}):
        keras.layers.Dense(1, name='${index} shape ' + str(list(np.shape(part))))
        keras.layers.Dense(1, name='${index} value ' + str(np.array(part).tolist()))
probe${index}()`,
    );
    const setup = `
def parts(value):
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]

def changed(array):
    array[0] = 5
    return array

x = np.random.rand(4, 6, 8)
v = np.arange(12)
m = x[0] > 2
m2 = x[:, :, 0] > 2
`;
    const { layers } = analyzeText(`${HEAD}${setup}${probes.join('')}\n`);
    const names = layers.map(({ name }) => name);
    const told = (index: number, what: string): string =>
      names
        .filter((name) => name.startsWith(`${index} ${what} `))
        .map((name) => name.slice(`${index} ${what} `.length))
        .join(' ')
        .replaceAll('True', 'true')
        .replaceAll('False', 'false');
    const untold: string[] = [];
    for (const [index, [expression, { shapes, values }]] of recorded.entries()) {
      const text = (items: readonly unknown[]): string =>
        items.map((item) => JSON.stringify(item).replaceAll(',', ', ')).join(' ');
      const shape = told(index, 'shape');
      if (shape === '' || shape.includes('?')) untold.push(expression);
      else assert.equal(shape, text(shapes), expression);
      const value = told(index, 'value');
      if (value !== '' && values) assert.equal(value.replace(/(\d)\.0\b/g, '$1'), text(values), expression);
    }
    assert.deepEqual(
      untold,
      recorded.map(([expression]) => expression).filter((each) => BY_DATA.has(each)),
    );
  });

  it('computes with numbers as Python numbers', () => {
    assert.deepEqual(
      units(
        'np.prod((4, 4, 3))',
        'int(np.log2(256))',
        'int(np.ceil(7 / 2))',
        'np.array([8, 16, 32])[1]',
        'int(np.sqrt(81))',
        'len(np.arange(2, 11, 3))',
        'int(np.linspace(4, 12, 3)[-1])',
        'np.max([3, 9, 4])',
        'int(np.round(2.5))',
        'np.int32(6.7)',
        'int(np.sum(np.ones((3, 4))))',
        'np.array([[1, 2, 3], [4, 5, 6]]).reshape(3, 2).shape[0]',
        '(np.array([1, 2]) * 5 + 1)[1]',
      ),
      [48, 8, 4, 16, 9, 3, 12, 9, 2, 6, 12, 3, 11],
    );
  });

  it('follows shapes without the numbers', () => {
    assert.deepEqual(
      units(
        'np.random.rand(2, 5).shape[1]',
        'np.random.normal(size=(3, 7)).T.shape[0]',
        'np.expand_dims(np.zeros((4, 6)), 0).ndim',
        'np.concatenate([np.zeros((2, 3)), np.zeros((5, 3))]).shape[0]',
        'np.stack([np.zeros(9)] * 4, axis=-1).shape[1]',
        'np.random.rand(10, 8)[2:7, ::3].shape[1]',
        'np.random.rand(10, 8)[..., None].size',
        'np.zeros((2, 3)).dot if False else (np.zeros((4, 1)) + np.zeros(6)).shape[1]',
        'keras.datasets.cifar10.load_data()[0][0].shape[1]',
        'len(np.unique(keras.datasets.cifar100.load_data()[0][1]))',
        'keras.utils.to_categorical(keras.datasets.mnist.load_data()[0][1]).shape[-1]',
      ),
      [5, 7, 3, 7, 4, 3, 80, 6, 32, 100, 10],
    );
  });

  it("counts the classes of Keras's own data sets, and not of a part of them", () => {
    const labels = 'keras.datasets.mnist.load_data()[0][1]';
    const codes = `keras.utils.to_categorical(${labels}.astype('float32'))`;
    assert.deepEqual(
      units(
        `len(np.unique(np.argmax(${codes}, 1)))`,
        `np.max(${labels}) + 1`,
        `${codes}.shape[1]`,
        'keras.utils.to_categorical(keras.datasets.cifar10.load_data()[0][1]).shape[-1]',
        `len(np.unique(${labels}[:20]))`,
        `len(np.unique(${labels}[${labels} < 5]))`,
        `np.max(np.sqrt(${labels})) + 1`,
      ),
      [10, 10, 10, 10, null, null, null],
    );
  });

  it('does not make up random numbers', () => {
    assert.deepEqual(
      units('np.random.randint(1, 9)', 'int(np.random.rand(3)[0] * 10) + 1', 'np.load("x.npy").shape[0]'),
      [null, null, null],
    );
  });

  it('keeps sizes that are left open exact', () => {
    const { tensors, bindings } = analyzeText(
      [
        HEAD,
        'x = keras.Input((None, None, 8))',
        'def half(t):',
        '    s = tf.shape(t)',
        '    h, w = s[1] // 2, s[2] // 2',
        '    return tf.reshape(t[:, : h * 2, : w * 2], [s[0], h, 2, w, 2, 8])',
        'y = keras.layers.Lambda(half)(x)',
        '',
      ].join('\n'),
    );
    const bound = bindings.find(({ name }) => name === 'y')?.values[0];
    const shape = bound?.kind === 'tensor' ? tensors[bound.tensor]?.shape : null;
    assert.equal(shape && tupleText(shape, 'torch'), '(batch, H//2, 2, W//2, 2, 8)');
  });
});
