/**
 * Files in which a layer leaves a checkerboard, in the styles people write: what the quick fixes and "Use this" must be able to rewrite.
 * Each defines `model` and, for PyTorch, `inputs`.
 */
import type { Framework } from '../../extension/model/record.ts';

export interface RewriteCase {
  readonly name: string;
  readonly framework: Framework;
  readonly text: string;
}

/** A transposed convolution's arguments after its channels, in Keras's and in PyTorch's words. */
interface Setting {
  readonly name: string;
  readonly keras: string;
  readonly torch: string;
}

const SETTINGS: readonly Setting[] = [
  { name: 'k3 s2', keras: '3, strides=2, padding="same"', torch: '3, stride=2, padding=1, output_padding=1' },
  { name: 'k5 s2', keras: '(5, 5), strides=(2, 2), padding="same"', torch: '5, 2, 2, 1' },
  { name: 'k4 s2', keras: '4, 2, "same"', torch: '4, 2, 1, bias=False' },
  { name: 'k5 s3', keras: '5, strides=3, padding="same", use_bias=False', torch: '(5, 5), (3, 3), padding=(1, 1)' },
  { name: 'k1 s2', keras: '1, strides=2, padding="same", activation="relu"', torch: '1, stride=2, output_padding=1' },
];

type Write = (setting: string) => string;

const KERAS: Readonly<Record<string, Write>> = {
  functional: (s) => `import keras
from keras import layers

inputs = keras.Input((8, 8, 3))
x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
x = layers.Conv2DTranspose(12, ${s}, name="up")(x)  # the upsampling
outputs = layers.Conv2D(1, 3, padding="same")(x)
model = keras.Model(inputs, outputs)
`,
  'sequential list': (s) => `from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, Conv2DTranspose, Input

model = Sequential([
    Input((8, 8, 3)),
    Conv2DTranspose(8, ${s}),
    Conv2D(1, 3, padding="same"),
])
`,
  'model.add': (s) => `import tensorflow as tf


def build():
    model = tf.keras.Sequential()
    model.add(tf.keras.layers.Dense(4 * 4 * 6, input_shape=(10,)))
    model.add(tf.keras.layers.Reshape((4, 4, 6)))
    model.add(tf.keras.layers.Conv2DTranspose(12, ${s}))
    model.add(tf.keras.layers.BatchNormalization())
    return model


model = build()
`,
  'subclass attribute': (s) => `import keras
from keras import layers as L


class Decoder(keras.Model):
    def __init__(self, filters):
        super().__init__()
        self.up = L.Conv2DTranspose(filters, ${s.replaceAll('"', "'")})
        self.out = L.Conv2D(3, 1, activation='sigmoid')

    def call(self, x):
        return self.out(self.up(x))


model = Decoder(12)
out = model(keras.Input((6, 6, 4)))
`,
  nested: (s) => `from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(8, 8, 5))
outputs = layers.Activation("tanh")(layers.Conv2DTranspose(4, ${s})(inputs))
model = keras.Model(inputs=inputs, outputs=outputs)
`,
  'star import': (s) => `from tensorflow.keras.layers import *
from tensorflow.keras.models import Model

a = Input((8, 8, 2))
b = Conv2DTranspose(8, ${s})(a)
b = LeakyReLU()(b)
model = Model(a, b)
`,
  'builder function': (s) => `import keras
from keras.layers import Conv2DTranspose


def up(x, filters):
\treturn Conv2DTranspose(filters * 2, ${s})(x)


inputs = keras.layers.Input((4, 4, 3))
model = keras.Model(inputs, up(up(inputs, 8), 4))
`,
  'several lines': (s) => `from keras import Input, Model
from keras.layers import (
    BatchNormalization,
    Conv2DTranspose,
)

inputs = Input((7, 9, 3))
outputs = Conv2DTranspose(
    16,
    ${s.replaceAll(', ', ',\n    ').replace('(5,\n    5)', '(5, 5)').replace('(2,\n    2)', '(2, 2)')},
    kernel_initializer="he_normal",
)(inputs)
outputs = BatchNormalization()(outputs)
model = Model(inputs, outputs)
`,
  'first of a Sequential': (s) => `from keras.models import Sequential
from keras import layers

model = Sequential()
model.add(layers.Conv2DTranspose(8, ${s}, input_shape=(5, 5, 2)))
model.add(layers.ReLU())
`,
  'loop over filters': (s) => `import keras
from keras import layers

x = inputs = keras.Input((4, 4, 3))
for filters in [16, 8]:
    x = layers.Conv2DTranspose(filters, ${s})(x)
    x = layers.ReLU()(x)
model = keras.Model(inputs, x)
`,
};

const MODULE = `import torch
import torch.nn as nn

`;
const TORCH: Readonly<Record<string, Write>> = {
  attribute: (s) => `${MODULE}
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(12, 8, ${s})
        self.out = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        return self.out(torch.relu(self.up(x)))


model = Decoder()
inputs = (torch.zeros(1, 12, 8, 8),)
model(*inputs)
`,
  sequential: (s) => `import torch
from torch import nn

model = nn.Sequential(
    nn.ConvTranspose2d(6, 4, ${s}),
    nn.BatchNorm2d(4),
    nn.ReLU(True),
)
inputs = (torch.zeros(2, 6, 5, 7),)
model(*inputs)
`,
  appended: (s) => `${MODULE}layers = []
channels = 8
for _ in range(2):
    layers.append(nn.ConvTranspose2d(channels, channels // 2, ${s}))
    layers.append(nn.ReLU())
    channels //= 2
model = nn.Sequential(*layers)
inputs = (torch.zeros(1, 8, 4, 4),)
model(*inputs)
`,
  'names from torch.nn': (s) => `import torch
from torch.nn import ConvTranspose2d, Module


class Up(Module):
    def __init__(self, in_ch, out_ch):
        super(Up, self).__init__()
        self.deconv = ConvTranspose2d(in_ch, out_ch, ${s})

    def forward(self, x):
        return self.deconv(x)


model = Up(8, 4)
inputs = (torch.zeros(1, 8, 6, 6),)
model(*inputs)
`,
  'whole path': (s) => `import torch

model = torch.nn.Sequential(torch.nn.ConvTranspose2d(4, 4, ${s}), torch.nn.Tanh())
inputs = (torch.zeros(1, 4, 8, 8),)
model(*inputs)
`,
  'block used twice': (s) => `${MODULE}
class Block(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(in_channels, in_channels, 3, padding=1), nn.ReLU())
        self.up = nn.ConvTranspose2d(in_channels, out_channels, ${s})

    def forward(self, x):
        return self.up(self.conv(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Block(12, 6)
        self.b = Block(6, 3)

    def forward(self, x):
        return self.b(self.a(x))


model = Net()
inputs = (torch.zeros(1, 12, 5, 5),)
model(*inputs)
`,
  'returned by a function': (s) => `${MODULE}
def deconv(cin, cout):
    return nn.ConvTranspose2d(cin, cout, ${s})


model = nn.Sequential(deconv(8, 4), nn.ReLU(), deconv(4, 2))
inputs = (torch.zeros(1, 8, 4, 4),)
model(*inputs)
`,
  OrderedDict: (s) => `from collections import OrderedDict
import torch
import torch.nn as nn

model = nn.Sequential(OrderedDict([
    ('up', nn.ConvTranspose2d(5, 3, ${s})),
    ('act', nn.Tanh()),
]))
inputs = (torch.zeros(1, 5, 8, 6),)
model(*inputs)
`,
  comprehension: (s) => `${MODULE}
class Net(nn.Module):
    def __init__(self, widths=(16, 8, 4)):
        super().__init__()
        self.ups = nn.ModuleList(
            [nn.ConvTranspose2d(a, b, ${s}) for a, b in zip(widths, widths[1:])]
        )

    def forward(self, x):
        for up in self.ups:
            x = up(x)
        return x


model = Net()
inputs = (torch.zeros(1, 16, 3, 3),)
model(*inputs)
`,
  'keywords, several lines': (s) => `${MODULE}
class Net(nn.Module):
    def __init__(self, ngf=8):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(3, ngf * 2, 3, 1, 1),
            nn.ConvTranspose2d(
                in_channels=ngf * 2, out_channels=ngf + 1,
                kernel_size=${keywords(s)}
            ),
            nn.Sigmoid(),
        )

    def forward(self, input):
        return self.main(input)


model = Net()
inputs = (torch.zeros(1, 3, 8, 8),)
model(*inputs)
`,
};

/** `3, 2, 1` with the names that the positions have. */
function keywords(setting: string): string {
  const names = ['', 'stride=', 'padding=', 'output_padding='];
  const pieces = setting.match(/(?:\([^)]*\)|[^,(])+/g) ?? [];
  return pieces
    .map((piece, index) => (piece.includes('=') ? piece.trim() : (names[index] ?? '') + piece.trim()))
    .join(', ');
}

/** Each style with some of the settings, each setting in some of the styles. */
const SETTINGS_PER_STYLE = 3;

const written = (framework: Framework, styles: Readonly<Record<string, Write>>): RewriteCase[] =>
  Object.entries(styles).flatMap(([style, write], index) =>
    Array.from({ length: SETTINGS_PER_STYLE }, (_, more) => SETTINGS[(index + more) % SETTINGS.length]).flatMap(
      (setting) =>
        setting
          ? [{ name: `${framework}, ${style}, ${setting.name}`, framework, text: write(setting[framework]) }]
          : [],
    ),
  );

export const UPSAMPLING_CASES: readonly RewriteCase[] = [...written('keras', KERAS), ...written('torch', TORCH)];
