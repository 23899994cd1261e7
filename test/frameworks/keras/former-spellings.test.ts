/** Keras 1 and 2: read as they were meant, and every difference from today is reported with what to write. */
import assert from 'node:assert/strict';
import { english } from '../../../extension/message.ts';
import type { Analysis } from '../../../extension/model/graph.ts';
import { analyzeText } from '../analyzer.ts';

const IMPORTS = `from keras import backend as K
from keras.layers import *
from keras.models import Model, Sequential
`;
const KERAS_1 = `${IMPORTS}from keras.layers import merge
inputs = Input((32, 32, 3))
axis = 1 if K.image_dim_ordering() == 'th' else 3
x = Convolution2D(8, 3, 3, border_mode='same', init='he_normal', W_regularizer=None, bias=False)(inputs)
x = BatchNormalization(mode=0, axis=axis, gamma_init='one')(x)
y = Convolution2D(nb_filter=8, nb_row=5, nb_col=3, subsample=(2, 1), border_mode='same', dim_ordering='tf')(x)
y = UpSampling2D((2, 1))(y)
z = merge([x, y], mode='concat', concat_axis=axis)
z = merge([z, merge([x, y], 'concat')], mode='sum')
z = AveragePooling2D(border_mode='same')(z)
z = AtrousConvolution2D(4, 3, 3, atrous_rate=(2, 2))(z)
z = Dropout(p=0.5)(Flatten()(z))
model = Model(input=inputs, output=Dense(output_dim=5, init='normal')(z))
text = Sequential()
text.add(Embedding(100, 8, input_length=20))
text.add(Convolution1D(nb_filter=16, filter_length=5, border_mode='valid', subsample_length=1))
text.add(MaxPooling1D(pool_length=2, stride=2))
text.add(LSTM(output_dim=12, dropout_W=0.2, inner_activation='sigmoid', consume_less='gpu'))
`;
const TODAY = `${IMPORTS}
inputs = Input((32, 32, 3))
x = Conv2D(8, (3, 3), padding='same', kernel_initializer='he_normal', use_bias=False)(inputs)
x = BatchNormalization(axis=3)(x)
y = Conv2D(8, (5, 3), strides=(2, 1), padding='same')(x)
y = UpSampling2D((2, 1))(y)
z = Concatenate(axis=3)([x, y])
z = Add()([z, Concatenate()([x, y])])
z = AveragePooling2D(2, padding='same')(z)
z = Conv2D(4, (3, 3), dilation_rate=(2, 2))(z)
z = Dropout(0.5)(Flatten()(z))
model = Model(inputs, Dense(5, kernel_initializer='normal')(z))
text = Sequential()
text.add(Embedding(100, 8, input_length=20))
text.add(Conv1D(16, 5))
text.add(MaxPooling1D(2, 2))
text.add(LSTM(12, dropout=0.2))
`;

const tables = ({ models }: Analysis): unknown =>
  models.map(({ params, rows }) => ({
    params,
    rows: rows.map(({ type, outputShapes, params: count }) => ({ type, outputShapes, count })),
  }));

const findingsOf = (text: string): [string, string, string | undefined][] =>
  analyzeText(IMPORTS + text).findings.map(({ code, range, fix }) => [
    code,
    (IMPORTS + text).slice(range.start, range.end),
    fix?.text,
  ]);

describe('spellings of Keras 1', () => {
  it('make the layers they were meant to make', () => {
    const [old, today] = [analyzeText(KERAS_1), analyzeText(TODAY)];
    assert.ok(today.models.every(({ params }) => params.total !== null));
    assert.deepEqual(tables(old), tables(today));
  });

  it('are reported with their present names', () => {
    assert.deepEqual(findingsOf("x = Convolution2D(8, 3, 3, border_mode='same')\n"), [
      ['unknown-argument', "border_mode='same'", 'padding'],
      ['bad-argument', '3, 3', '(3, 3)'],
    ]);
    assert.deepEqual(findingsOf('d = Dropout(p=0.5)\n'), [['unknown-argument', 'p=0.5', 'rate']]);
    assert.deepEqual(findingsOf('d = AveragePooling2D()\n'), [['bad-argument', 'AveragePooling2D()', undefined]]);
  });

  it('do not make strides of today the sides of a kernel', () => {
    const { models } = analyzeText(
      `${IMPORTS}i = Input((32, 32, 3))\nm = Model(i, Conv2D(8, 3, 2, padding='same')(i))\n`,
    );
    assert.deepEqual(models[0]?.rows[1]?.outputShapes[0]?.slice(1), [16, 16, 8]);
  });

  it('of a keyword that neither has stay what they are', () => {
    const [finding, ...others] = findingsOf('x = Conv2D(8, 3, border="same")\n');
    assert.equal(finding?.[0], 'unknown-argument');
    assert.deepEqual(others, []);
  });
});

describe('what nobody calls', () => {
  it('lacks nothing where it takes whatever it is given', () => {
    const wrapped =
      'from functools import wraps\n@wraps(Conv2D)\ndef conv(*args, **kwargs):\n    return Conv2D(*args, **kwargs)\n';
    assert.deepEqual(findingsOf(wrapped), []);
  });
});

describe('a model cut off by assigning its outputs, as Keras 2 allowed', () => {
  const source = `${IMPORTS}
picture = Input((8, 8, 3))
x = Conv2D(4, 3, padding='same')(picture)
classifier = Model(picture, Dense(10)(Flatten()(x)))
classifier.outputs = [classifier.layers[1].output]
larger = Input((16, 16, 3))
features = Model(larger, classifier(larger))
`;
  const { findings, models } = analyzeText(source);

  it('is told what Keras 3 says', () => {
    assert.deepEqual(
      findings.map(({ code, message }) => `${code}: ${english(message)}`),
      [
        "not-inferred: This could not be followed: AttributeError: property 'outputs' of 'Functional' object has no setter",
      ],
    );
  });
  it('and nothing is claimed of what it gives', () => {
    assert.equal(models.find(({ name }) => name === 'functional_1')?.rows.at(-1)?.outputShapes[0] ?? null, null);
  });
});
