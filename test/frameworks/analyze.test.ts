/** The analysis as a whole: bindings, probes, what nobody calls, other inputs, other files, bad text. */
import assert from 'node:assert/strict';
import { english } from '../../extension/message.ts';
import type { Shape } from '../../extension/model/size.ts';
import { tupleText } from '../../extension/model/sizes/text.ts';
import { analyzeText } from './analyzer.ts';

const text = (shape: Shape | null | undefined): string | null => (shape ? tupleText(shape, 'keras') : null);

describe('Analysis', () => {
  it('binds names to tensors, layers and models, several times in a loop', () => {
    const source = [
      'import keras',
      'from keras import layers',
      'inputs = keras.Input((8, 8, 3))',
      'x = inputs',
      'for filters in (4, 8):',
      '    conv = layers.Conv2D(filters, 3)',
      '    x = conv(x)',
      'model = keras.Model(inputs, x)',
      '',
    ].join('\n');
    const { bindings, tensors, models } = analyzeText(source);
    const of = (name: string, line: number): (typeof bindings)[number]['values'] =>
      bindings.find(
        (binding) => binding.name === name && source.slice(0, binding.range.start).split('\n').length === line,
      )?.values ?? [];
    assert.deepEqual(
      of('x', 7).map((value) => (value.kind === 'tensor' ? text(tensors[value.tensor]?.shape) : value.kind)),
      ['(None, 6, 6, 4)', '(None, 4, 4, 8)'],
    );
    assert.deepEqual(
      of('conv', 6).map(({ kind }) => kind),
      ['layer', 'layer'],
    );
    assert.deepEqual(of('model', 8), [{ kind: 'model', model: models[0]?.id }]);
  });

  it('follows a call through the functions that lead to it', () => {
    const { calls } = analyzeText(
      'import keras\nfrom keras import layers\ndef block(x):\n    return layers.ReLU()(x)\ndef net():\n    return block(keras.Input((4,)))\ny = net()\n',
    );
    assert.deepEqual(calls.find(({ label }) => label === 'ReLU')?.path, ['net', 'block']);
  });

  it('evaluates a function that builds a model and that nobody calls', () => {
    const { models, findings } = analyzeText(
      'import keras\nfrom keras import layers\ndef build(size=16, classes=3):\n    inputs = keras.Input((size, size, 1))\n    x = layers.Flatten()(inputs)\n    return keras.Model(inputs, layers.Dense(classes)(x), name="built")\n\ndef load(path="data.csv"):\n    return open(path).read().missing\n',
    );
    assert.deepEqual(
      models.map(({ name, params }) => [name, params.total]),
      [['built', 771]],
    );
    assert.deepEqual(findings, []);
  });

  it('does not call again what the module calls itself', () => {
    const { models } = analyzeText(
      'import keras\nfrom keras import layers\ndef build(units=2):\n    i = keras.Input((3,))\n    return keras.Model(i, layers.Dense(units)(i))\nmodel = build(5)\n',
    );
    assert.deepEqual(
      models.map(({ params }) => params.total),
      [20],
    );
  });

  it('runs a probe comment', () => {
    const { models, tensors } = analyzeText(
      'import keras\nfrom keras import layers\nclass Net(keras.Model):\n    def __init__(self, width):\n        super().__init__()\n        self.conv = layers.Conv2D(width, 3)\n    def call(self, x):\n        return self.conv(x)\n# layerscope: Net(6) on (1, 9, 9, 2)\n',
    );
    assert.deepEqual(
      models.map(({ params, outputs }) => [params.total, text(tensors[outputs[0] ?? -1]?.shape)]),
      [[114, '(1, 7, 7, 6)']],
    );
  });

  it('evaluates a call expression and runs the model on the given shapes', () => {
    const source =
      'import keras\nfrom keras import layers\ndef net(width):\n    i = keras.Input((None, None, 3))\n    return keras.Model(i, layers.Conv2D(width, 3)(i), name="net")\nother = net(2)\n';
    const { models, tensors } = analyzeText(source, { call: 'net(5)', inputs: [[1, 10, 12, 3]] });
    assert.deepEqual(
      models.map(({ params, outputs, macs }) => [params.total, text(tensors[outputs[0] ?? -1]?.shape), macs]),
      [[140, '(1, 8, 10, 5)', 8 * 10 * 27 * 5]],
    );
  });

  it('replaces the shapes of Input layers', () => {
    const { models, tensors } = analyzeText(
      'import keras\nfrom keras import layers\ni = keras.Input((None, None, 3))\nmodel = keras.Model(i, layers.UpSampling2D()(layers.Conv2D(4, 3, padding="same")(i)))\n',
      { inputs: [[1, 6, 7, 3]] },
    );
    const [model] = models;
    assert.deepEqual(
      model?.rows.map((row) => text(row.outputShapes[0])),
      ['(1, 6, 7, 3)', '(1, 6, 7, 4)', '(1, 12, 14, 4)'],
    );
    assert.equal(text(tensors[model.outputs[0] ?? -1]?.shape), '(1, 12, 14, 4)');
  });

  it('imports from other files of the workspace', () => {
    const { models, sources } = analyzeText(
      'from net.model import build\nfrom net import WIDTH\nmodel = build(WIDTH)\n',
      {
        workspace: {
          'net/__init__.py': 'WIDTH = 4\n',
          'net/model.py':
            'import keras\nfrom .blocks import block\ndef build(width):\n    i = keras.Input((3,))\n    return keras.Model(i, block(i, width))\n',
          'net/blocks.py': 'from keras.layers import Dense\ndef block(x, width):\n    return Dense(width)(x)\n',
          'unrelated.py': 'raise ValueError\n',
        },
      },
    );
    assert.deepEqual(
      models.map(({ params }) => params.total),
      [16],
    );
    assert.deepEqual(sources.map(({ file }) => file).sort(), [
      'main.py',
      'net/__init__.py',
      'net/blocks.py',
      'net/model.py',
    ]);
  });

  it('tells which sizes a network with skips accepts', () => {
    const { models, findings } = analyzeText(
      'import keras\nfrom keras import layers\ni = keras.Input((None, None, 3))\nx = layers.MaxPooling2D(4)(i)\nx = layers.UpSampling2D(4)(x)\nmodel = keras.Model(i, layers.Concatenate()([i, x]))\n',
    );
    assert.deepEqual(models[0]?.constraints.map((constraint) => constraint.text).sort(), ['H % 4 == 0', 'W % 4 == 0']);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['size-constraint'],
    );
  });

  it('keeps what can be read of half-typed text', () => {
    const { models, findings } = analyzeText(
      'import keras\nfrom keras import layers\ni = keras.Input((8, 8, 3))\nx = layers.Conv2D(4, 3)(i)\ny = layers.Conv2D(\nmodel = keras.Model(i, x)\n',
    );
    assert.equal(models.length, 1);
    assert.ok(findings.some(({ code }) => code === 'syntax-error'));
  });

  it('claims nothing of layers whose input is not known', () => {
    const { models } = analyzeText(
      'import keras\nfrom keras import layers\nfrom data import shape\nmodel = keras.Sequential([layers.Dense(4, input_shape=shape), layers.Dense(2)])\n',
    );
    assert.equal(models[0]?.params.total, null);
    assert.ok(models[0].rows.every((row) => row.params === null && row.reason !== null));
  });

  it('makes a graph that can be run: every call has a kernel, and inputs that were made before', () => {
    const { models, calls, tensors } = analyzeText(
      'import keras\nfrom keras import layers\ni = keras.Input((8, 8, 3))\na = layers.Conv2D(4, 3, padding="same", activation="relu")(i)\nb = layers.BatchNormalization()(a)\nc = layers.Concatenate()([a, b * 2.0])\nmodel = keras.Model(i, layers.Conv2DTranspose(3, 4, strides=2, padding="same")(c))\n',
    );
    const ready = new Set<number>();
    for (const id of models[0]?.calls ?? []) {
      const call = calls[id];
      assert.ok(
        call?.kernel,
        `${call?.label ?? ''} has no kernel: ${call?.notRunnable ? english(call.notRunnable) : ''}`,
      );
      for (const input of call.inputs) assert.ok(ready.has(input), `${call.label} runs before its input`);
      for (const output of call.outputs) {
        ready.add(output);
        assert.equal(tensors[output]?.producer, id);
      }
    }
    assert.ok(models[0]?.outputs.every((output) => ready.has(output)));
  });

  it('ends soon whatever the text', () => {
    const { milliseconds, findings } = analyzeText('import keras\nwhile True:\n    x = keras.layers.Dense(3)\n');
    assert.ok(milliseconds < 3000, `${milliseconds} ms`);
    assert.ok(findings.some(({ code }) => code === 'limit-reached'));
  });
});
