/** Files that the framework refuses, in the styles people write, each with the one thing wrong that a quick fix must put right. */
import type { RewriteCase } from './upsampling-cases.ts';

const TORCH = 'import torch\nimport torch.nn as nn\n';
const KERAS = 'import keras\nfrom keras import layers\n';

const torchModel = (layers: string, input: string): string =>
  `${TORCH}\nmodel = nn.Sequential(\n    ${layers}\n)\ninputs = (torch.zeros(${input}),)\nmodel(*inputs)\n`;
const torchModule = (attributes: readonly string[], body: readonly string[], input: string): string =>
  `${TORCH}import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
${attributes.map((line) => `        ${line}`).join('\n')}

    def forward(self, x):
${body.map((line) => `        ${line}`).join('\n')}


model = Net()
inputs = (torch.zeros(${input}),)
model(*inputs)
`;
const kerasModel = (lines: readonly string[], input: string): string =>
  `${KERAS}\nx = inputs = keras.Input((${input}))\n${lines.join('\n')}\nmodel = keras.Model(inputs, x)\n`;

const named = (framework: 'keras' | 'torch', what: string, texts: readonly string[]): RewriteCase[] =>
  texts.map((text, index) => ({ name: `${framework}, ${what} ${index + 1}`, framework, text }));

/** in_channels, in_features, num_features and their kin. */
export const RIGHT_VALUE_CASES: readonly RewriteCase[] = named('torch', 'right value', [
  torchModel('nn.Conv2d(3, 8, 3),\n    nn.Conv2d(16, 4, 3),', '1, 3, 16, 16'),
  torchModel('nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(in_channels=4, out_channels=4, kernel_size=3)', '1, 3, 16, 16'),
  torchModel(
    'nn.Conv2d(1, 8, 3, padding = 1), nn.Conv2d(in_channels = 3, out_channels = 2, kernel_size = 1)',
    '1, 1, 9, 9',
  ),
  torchModel('nn.Conv1d(2, 6, 5),\n    nn.Conv1d(5, 1, 1),', '1, 2, 32'),
  torchModel('nn.Conv3d(1, 4, 3),\n    nn.Conv3d(8, 1, 1),', '1, 1, 8, 8, 8'),
  torchModel('nn.ConvTranspose2d(3, 6, 2, 2),\n    nn.ConvTranspose2d(3, 6, 2, 2),', '1, 3, 4, 4'),
  torchModel('nn.Conv2d(3, 8, 3), nn.BatchNorm2d(16)', '2, 3, 8, 8'),
  torchModel('nn.Conv2d(3, 8, 3), nn.BatchNorm2d(num_features=3), nn.ReLU()', '2, 3, 8, 8'),
  torchModel('nn.Linear(10, 20),\n    nn.ReLU(),\n    nn.Linear(10, 2),', '4, 10'),
  torchModel('nn.Linear(10, 20), nn.BatchNorm1d(10), nn.Linear(20, 3)', '4, 10'),
  torchModel('nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 8 * 8, 10)', '1, 3, 16, 16'),
  torchModel(
    'nn.Conv2d(3, 6, 5), nn.MaxPool2d(2, 2), nn.Flatten(), nn.Linear(in_features=400, out_features=10)',
    '1, 3, 32, 32',
  ),
  torchModel('nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)', '1, 256, 7, 7'),
  torchModel('nn.Linear(16, 32), nn.LayerNorm(16)', '4, 16'),
  torchModel('nn.Linear(16, 32), nn.LayerNorm([16])', '4, 16'),
  torchModel('nn.Conv2d(3, 8, 1), nn.PReLU(4)', '1, 3, 4, 4'),
  torchModule(
    ['self.conv1 = nn.Conv2d(3, 16, 3, padding=1)', 'self.conv2 = nn.Conv2d(3, 16, 3, padding=1)'],
    ['x = F.relu(self.conv1(x))', 'return self.conv2(x)'],
    '1, 3, 8, 8',
  ),
  torchModule(
    ['self.conv = nn.Conv2d(1, 4, 3)', 'self.fc = nn.Linear(4 * 28 * 28, 10)'],
    ['x = F.max_pool2d(torch.relu(self.conv(x)), 2)', 'x = x.view(x.size(0), -1)', 'return self.fc(x)'],
    '1, 1, 28, 28',
  ),
  torchModule(
    ['self.conv = nn.Conv2d(1, 4, 3)', 'self.fc = nn.Linear(', '    100,', '    10,', ')'],
    ['return self.fc(torch.flatten(self.conv(x), 1))'],
    '1, 1, 12, 12',
  ),
  torchModule(
    ['self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)', 'self.out = nn.Conv2d(4, 1, 1)'],
    ['y = self.up(x)', 'return self.out(torch.cat([y, y], dim=1))'],
    '1, 8, 6, 6',
  ),
  torchModule(
    ['self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 6)])', 'self.head = nn.Linear(8, 1, bias=False)'],
    ['for layer in self.layers:', '    x = layer(x)', 'return self.head(x)'],
    '2, 8',
  ),
  torchModel('nn.Conv2d(3, 8, 3), nn.InstanceNorm2d(4, affine=True)', '1, 3, 8, 8'),
]);

export const OUTPUT_PADDING_CASES: readonly RewriteCase[] = [
  ...named('torch', 'output_padding', [
    torchModel('nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=2)', '1, 3, 8, 8'),
    torchModel('nn.ConvTranspose2d(3, 4, 3, 2, 1, 2)', '1, 3, 8, 8'),
    torchModel('nn.ConvTranspose2d(3, 4, 3, stride=(2, 2), padding=(1, 1), output_padding=(2, 1))', '1, 3, 8, 8'),
    torchModel('nn.ConvTranspose2d(3, 4, 5, stride=3, output_padding=4), nn.ReLU()', '1, 3, 5, 5'),
    torchModel('nn.ConvTranspose2d(3, 4, 3, output_padding=1)', '1, 3, 8, 8'),
    torchModel('nn.ConvTranspose1d(3, 4, 3, stride=2, output_padding=3)', '1, 3, 8'),
    torchModel('nn.ConvTranspose3d(3, 4, 3, stride=2, output_padding=2)', '1, 3, 4, 4, 4'),
    torchModel(
      'nn.ConvTranspose2d(\n        3, 4, 3,\n        stride=2,\n        output_padding=2,\n    ),',
      '1, 3, 8, 8',
    ),
    torchModule(
      ['self.up = nn.ConvTranspose2d(in_channels=3, out_channels=2, kernel_size=3, stride=2, output_padding=2)'],
      ['return self.up(x)'],
      '1, 3, 8, 8',
    ),
    torchModel('nn.ConvTranspose2d(3, 4, 3, stride=2, output_padding=[2, 2], bias=False)', '1, 3, 8, 8'),
  ]),
  ...named('keras', 'output_padding', [
    kerasModel(['x = layers.Conv2DTranspose(4, 3, strides=2, padding="same", output_padding=2)(x)'], '8, 8, 3'),
    kerasModel(["x = layers.Conv2DTranspose(4, 3, strides=2, padding='valid', output_padding=2)(x)"], '8, 8, 3'),
    kerasModel(['x = layers.Conv2DTranspose(4, (3, 3), strides=(2, 2), output_padding=(2, 1))(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2DTranspose(4, 5, 3, "same", 3)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv1DTranspose(4, 3, strides=2, output_padding=2)(x)'], '8, 3'),
    kerasModel(['x = layers.Conv3DTranspose(4, 3, strides=2, output_padding=2)(x)'], '4, 4, 4, 3'),
    kerasModel(['x = layers.Conv2DTranspose(', '    4, 3, strides=2,', '    output_padding=3)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2DTranspose(filters=4, kernel_size=3, strides=2, output_padding=2)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2DTranspose(4, 3, strides=2, output_padding=[2, 2])(x)'], '8, 8, 3'),
    `${KERAS}\nmodel = keras.Sequential()\nmodel.add(keras.Input((8, 8, 3)))\nmodel.add(layers.Conv2DTranspose(4, 3, strides=2, output_padding=2))\n`,
  ]),
];

export const RIGHT_NAME_CASES: readonly RewriteCase[] = [
  ...named('torch', 'right name', [
    torchModel('nn.Conv2d(3, 8, 3, strides=2)', '1, 3, 8, 8'),
    torchModel('nn.Conv2d(3, 8, kernel=3)', '1, 3, 8, 8'),
    torchModel('nn.Conv2d(3, 8, kernel_sizes = 3)', '1, 3, 8, 8'),
    torchModel('nn.Conv2d(3, 8, 3, pading=1)', '1, 3, 8, 8'),
    torchModel('nn.ConvTranspose2d(3, 8, 3, stride=2, output_paddings=1)', '1, 3, 8, 8'),
    torchModel('nn.Upsample(scale_factors=2)', '1, 3, 8, 8'),
    torchModel('nn.MaxPool2d(2, strides=2)', '1, 3, 8, 8'),
    torchModel('nn.Dropout(prob=0.5)', '1, 3, 8, 8').replace('prob', 'pp'),
    torchModel('nn.Linear(in_feature=8, out_features=4)', '2, 8'),
    torchModule(['self.c = nn.Conv2d(3, 4, 3,', '    padding_mod="reflect")'], ['return self.c(x)'], '1, 3, 8, 8'),
  ]),
  ...named('keras', 'right name', [
    kerasModel(['x = layers.Conv2D(8, 3, stride=2)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2D(filter=8, kernel_size=3)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2D(8, kernel=3)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2DTranspose(8, 3, strides=2, paddding="same")(x)'], '8, 8, 3'),
    kerasModel(['x = layers.UpSampling2D(sizes=(2, 2))(x)'], '8, 8, 3'),
    kerasModel(['x = layers.MaxPooling2D(poolsize=2)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Dense(unit=4)(x)'], '8,'),
    kerasModel(['x = layers.Conv2D(8, 3, activations = "relu")(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Conv2D(8, 3, use_biass=False)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.BatchNormalization(momentums=0.9)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Dropout(rates=0.3)(x)'], '8, 8, 3'),
    kerasModel(['x = layers.Reshape(target_shapes=(64, 3))(x)'], '8, 8, 3'),
  ]),
];

const skip = (join: readonly string[], input: string): string =>
  torchModule(
    ['self.down = nn.Conv2d(3, 8, 3, stride=2, padding=1)', 'self.up = nn.ConvTranspose2d(8, 3, 2, stride=2)'],
    ['y = self.down(x)', ...join],
    input,
  );
const odd = (join: readonly string[], input: string): string =>
  torchModule(['self.up = nn.ConvTranspose2d(3, 3, 2, stride=2)'], ['y = F.max_pool2d(x, 2)', ...join], input);
const kerasSkip = (join: readonly string[], input: string): string =>
  kerasModel(['y = layers.MaxPooling2D()(x)', 'y = layers.Conv2DTranspose(3, 2, strides=2)(y)', ...join], input);

export const SKIP_CASES: readonly RewriteCase[] = [
  ...named('torch', 'skip', [
    odd(['y = self.up(y)', 'return torch.cat([y, x], dim=1)'], '1, 3, 33, 33'),
    odd(['y = self.up(y)', 'return torch.cat((x, y), 1)'], '1, 3, 15, 16'),
    odd(['up = self.up(y)', 'z = torch.cat([x, up], dim=1)', 'return torch.relu(z)'], '1, 3, 16, 17'),
    odd(['y = self.up(y)', 'return y + x'], '1, 3, 9, 9'),
    odd(['y = self.up(y)', 'out = x + y  # the skip', 'return out'], '1, 3, 9, 9'),
    odd(['return torch.cat([self.up(y), x], dim=1)'], '1, 3, 9, 11'),
    odd(['return self.up(y) + x'], '1, 3, 7, 7'),
    odd(
      ['y = self.up(y)', 'if self.training:', '    return torch.cat([y, x], 1)', 'return torch.cat([y, x], 1)'],
      '1, 3, 9, 9',
    ),
    odd(['skips = [x]', 'y = self.up(y)', 'return torch.cat([skips[0], y], dim=1)'], '1, 3, 13, 13'),
    odd(['y = self.up(y)', 'y = torch.cat([y, x], dim=1)', 'return y'], '1, 3, 33, 35'),
    skip(['z = self.up(y)[:, :, :-1, :-1]', 'return torch.cat([z, x], 1)'], '1, 3, 32, 32'),
  ]),
  ...named('keras', 'skip', [
    kerasSkip(['x = layers.Concatenate()([y, x])'], '33, 33, 3'),
    kerasSkip(['x = layers.Concatenate()([x, y])'], '15, 16, 3'),
    kerasSkip(['x = layers.concatenate([x, y], axis=-1)'], '15, 15, 3'),
    kerasSkip(['x = layers.Add()([x, y])'], '9, 11, 3'),
    kerasSkip(['x = layers.add([y, x])'], '9, 11, 3'),
    kerasSkip(['x = layers.Concatenate(axis=3)([y, x])', 'x = layers.ReLU()(x)'], '7, 7, 3'),
    kerasSkip(['x = layers.ReLU()(layers.Concatenate()([y, x]))'], '7, 7, 3'),
    kerasSkip(['merged = layers.Average()([x, y])', 'x = merged'], '17, 17, 3'),
    kerasModel(
      ['y = layers.MaxPooling1D()(x)', 'y = layers.UpSampling1D()(y)', 'x = layers.Concatenate()([y, x])'],
      '33, 4',
    ),
    kerasModel(
      ['y = layers.MaxPooling3D()(x)', 'y = layers.UpSampling3D()(y)', 'x = layers.Concatenate()([x, y])'],
      '5, 6, 7, 2',
    ),
    kerasSkip(['x = y + x'], '9, 9, 3'),
  ]),
];

const shuffle = (layers: string): string => torchModel(layers, '1, 4, 6, 6');
const toSpace = (convolution: string, block = 2): string =>
  kerasModel([`x = ${convolution}(x)`, `x = keras.ops.depth_to_space(x, ${block})`], '6, 6, 4');

/** A sub-pixel layer after a convolution that starts out as its framework starts it. */
export const ICNR_CASES: readonly RewriteCase[] = [
  ...named('torch', 'icnr', [
    shuffle('nn.Conv2d(4, 16, 3, padding=1), nn.PixelShuffle(2)'),
    shuffle('nn.Conv2d(4, 16, 3, padding=1),\n    nn.PixelShuffle(2),\n    nn.ReLU(),'),
    shuffle('nn.Conv2d(4, 16, 3, padding=1), nn.PReLU(), nn.PixelShuffle(upscale_factor=2)'),
    shuffle('nn.Conv2d(4, 9, kernel_size=(3, 3), padding=(1, 1)), nn.PixelShuffle(3)'),
    shuffle('nn.Conv2d(4, 32, 1, bias=False), nn.PixelShuffle(4), nn.Conv2d(2, 1, 3)'),
    shuffle('nn.Conv2d(in_channels=4, out_channels=12, kernel_size=5, padding=2), nn.PixelShuffle(2), nn.Tanh()'),
    torchModule(
      ['self.conv = nn.Conv2d(3, 12, 3, 1, 1)', 'self.shuffle = nn.PixelShuffle(2)'],
      ['return self.shuffle(self.conv(x))'],
      '1, 3, 8, 8',
    ),
    torchModule(
      ['n = 4', 'self.conv = nn.Conv2d(3, n * 4, 3)', 'self.shuffle = nn.PixelShuffle(2)'],
      ['x = F.relu(self.conv(x))', 'return self.shuffle(x)'],
      '1, 3, 8, 8',
    ),
    `${TORCH.replace('import torch.nn as nn', 'from torch import nn')}
def block(cin, cout):
    return nn.Sequential(nn.Conv2d(cin, cout * 4, 3, padding=1), nn.PixelShuffle(2))


model = nn.Sequential(block(8, 4), block(4, 2))
inputs = (torch.zeros(1, 8, 4, 4),)
model(*inputs)
`,
    `import torch
from torch.nn import Conv2d, PixelShuffle, Sequential

model = Sequential(Conv2d(2, 8, 3), PixelShuffle(2))
inputs = (torch.zeros(1, 2, 6, 6),)
model(*inputs)
`,
  ]),
  ...named('keras', 'icnr', [
    toSpace('layers.Conv2D(16, 3, padding="same")'),
    toSpace("layers.Conv2D(16, 3, padding='same', activation='relu')"),
    toSpace('layers.Conv2D(9, (5, 5), padding="same")', 3),
    toSpace('layers.Conv2D(filters=16, kernel_size=3)'),
    toSpace('layers.Conv2D(16, 3, kernel_initializer="he_normal")'),
    toSpace('layers.Conv2D(\n    32,\n    1,\n    use_bias=False,\n)', 4),
    toSpace('layers.Conv2D(16, 3, kernel_initializer=keras.initializers.HeUniform())'),
    toSpace('keras.layers.Conv2D(4 * 2, 3)'),
    toSpace('layers.Conv2D(16, 3, strides=1, name="sub_pixel")'),
    `import tensorflow as tf

inputs = tf.keras.Input((6, 6, 4))
x = tf.keras.layers.Conv2D(16, 3, padding="same")(inputs)
x = tf.keras.layers.Lambda(lambda t: tf.nn.depth_to_space(t, 2))(x)
model = tf.keras.Model(inputs, x)
`,
  ]),
];
