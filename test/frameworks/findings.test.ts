/** Findings: at the argument that is wrong, naming both numbers; and none where the code runs. */
import assert from 'node:assert/strict';
import { english } from '../../extension/message.ts';
import type { Analysis } from '../../extension/model/graph.ts';
import { analyzeText } from './analyzer.ts';

const KERAS = 'import keras\nfrom keras import layers\n';

interface Told {
  readonly code: string;
  readonly at: string;
  readonly message: string;
}
function findings(body: string): Told[] {
  const text = KERAS + body;
  const analysis = analyzeText(text);
  return analysis.findings.map(({ code, range, message }) => ({
    code,
    at: text.slice(range.start, range.end),
    message: english(message),
  }));
}

describe('Keras findings', () => {
  it('stand at the argument of a layer that cannot work', () => {
    const [finding, ...others] = findings(
      'x = keras.Input((4, 4, 8))\ny = layers.Reshape((4, 5))(x)\nz = layers.Dense(3)(y)\n',
    );
    assert.equal(finding?.code, 'bad-reshape');
    assert.equal(finding.at, '(4, 5)');
    assert.match(finding.message, /128/);
    assert.match(finding.message, /20/);
    assert.deepEqual(others, [], 'what follows the first cause is not reported again');
  });

  it('name both sizes of a join that does not fit, at the inputs', () => {
    const [finding] = findings(
      'a = keras.Input((8, 8, 3))\nb = layers.MaxPooling2D()(a)\nc = layers.Concatenate()([a, b])\n',
    );
    assert.equal(finding?.code, 'shape-mismatch');
    assert.equal(finding.at, '[a, b]');
    assert.match(finding.message, /8\b.*4\b/);
  });

  it('suggest the nearest name for a keyword that does not exist', () => {
    const [finding] = findings('x = layers.Conv2D(8, 3, stride=2)\n');
    assert.equal(finding?.code, 'unknown-argument');
    assert.equal(finding.at, 'stride=2');
    assert.match(finding.message, /'strides'/);
  });

  it('tell of a missing argument', () => {
    const [finding] = findings('x = layers.Conv2D(8)\n');
    assert.equal(finding?.code, 'bad-argument');
    assert.match(finding.message, /kernel_size/);
  });

  it('tell of a layer that was built for other channels', () => {
    const [finding] = findings(
      'conv = layers.Conv2D(4, 3)\ny = conv(keras.Input((8, 8, 3)))\nz = conv(keras.Input((8, 8, 5)))\n',
    );
    assert.equal(finding?.code, 'wrong-channels');
    assert.equal(finding.at, 'keras.Input((8, 8, 5))');
  });

  it('say once why a shape could not be inferred', () => {
    const told = findings(
      'import somewhere\nx = keras.Input((8, 8, 3))\ny = layers.Conv2D(somewhere.WIDTH, 3)(x)\nz = layers.ReLU()(y)\n',
    );
    assert.deepEqual(
      told.map(({ code }) => code),
      ['not-inferred'],
    );
    assert.match(told[0]?.message ?? '', /somewhere/);
  });

  it('point at the construction of a layer that leaves a checkerboard, once for several calls', () => {
    const told = findings(
      'up = layers.Conv2DTranspose(4, 3, strides=2)\na = up(keras.Input((8, 8, 3)))\nb = up(keras.Input((9, 9, 3)))\n',
    );
    assert.deepEqual(
      told.map(({ code, at }) => [code, at]),
      [['checkerboard-overlap', 'layers.Conv2DTranspose(4, 3, strides=2)']],
    );
  });

  it('grade holes as an error and an even kernel as information', () => {
    const told = findings(
      'x = keras.Input((8, 8, 3))\na = layers.Conv2DTranspose(4, 2, strides=3)(x)\nb = layers.Conv2DTranspose(4, 4, strides=2)(x)\nc = layers.UpSampling2D()(x)\n',
    );
    assert.deepEqual(
      told.map(({ code }) => code),
      ['checkerboard-holes', 'checkerboard-initial'],
    );
  });

  it('know that a later convolution smooths', () => {
    const analysis = analyzeText(
      `${KERAS}x = keras.Input((8, 8, 3))\ny = layers.Conv2DTranspose(4, 3, strides=2)(x)\nz = layers.Conv2D(3, 3, name="smooth")(y)\nm = keras.Model(x, z)\n`,
    );
    const artifact = upsampling(analysis);
    assert.equal(artifact?.lastLayer, false);
    assert.match(english(artifact.reason), /smooth/);
  });

  it('leave training, plots and data alone', () => {
    const told = findings(
      [
        'import matplotlib.pyplot as plt',
        'import numpy as np',
        'model = keras.Sequential([layers.Dense(3, input_shape=(4,))])',
        'model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse", metrics=["mae"])',
        'data = np.load("data.npz")',
        'for epoch in range(100000):',
        '    history = model.fit(data["x"], data["y"], callbacks=[keras.callbacks.EarlyStopping()])',
        '    plt.plot(history.history["loss"])',
        'model.save("model.keras")',
        '',
      ].join('\n'),
    );
    assert.deepEqual(told, []);
  });
});

const upsampling = (analysis: Analysis): Analysis['calls'][number]['artifact'] =>
  analysis.calls.find(({ artifact }) => artifact !== null)?.artifact ?? null;
