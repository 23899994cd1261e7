/** RegNet X and Y. torchvision/models/regnet.py */
const SIZES: readonly (readonly [string, string])[] = [
  ['y_400mf', 'depth=16, w_0=48, w_a=27.89, w_m=2.09, group_width=8, se_ratio=0.25'],
  ['y_800mf', 'depth=14, w_0=56, w_a=38.84, w_m=2.4, group_width=16, se_ratio=0.25'],
  ['y_1_6gf', 'depth=27, w_0=48, w_a=20.71, w_m=2.65, group_width=24, se_ratio=0.25'],
  ['y_3_2gf', 'depth=21, w_0=80, w_a=42.63, w_m=2.66, group_width=24, se_ratio=0.25'],
  ['y_8gf', 'depth=17, w_0=192, w_a=76.82, w_m=2.19, group_width=56, se_ratio=0.25'],
  ['y_16gf', 'depth=18, w_0=200, w_a=106.23, w_m=2.48, group_width=112, se_ratio=0.25'],
  ['y_32gf', 'depth=20, w_0=232, w_a=115.89, w_m=2.53, group_width=232, se_ratio=0.25'],
  ['y_128gf', 'depth=27, w_0=456, w_a=160.83, w_m=2.52, group_width=264, se_ratio=0.25'],
  ['x_400mf', 'depth=22, w_0=24, w_a=24.48, w_m=2.54, group_width=16'],
  ['x_800mf', 'depth=16, w_0=56, w_a=35.73, w_m=2.28, group_width=16'],
  ['x_1_6gf', 'depth=18, w_0=80, w_a=34.01, w_m=2.25, group_width=24'],
  ['x_3_2gf', 'depth=25, w_0=88, w_a=26.31, w_m=2.25, group_width=48'],
  ['x_8gf', 'depth=23, w_0=80, w_a=49.56, w_m=2.88, group_width=120'],
  ['x_16gf', 'depth=22, w_0=216, w_a=55.59, w_m=2.1, group_width=128'],
  ['x_32gf', 'depth=23, w_0=320, w_a=69.86, w_m=2.0, group_width=168'],
];

export const REGNET_BUILDERS = SIZES.map(([name]) => `regnet_${name}`);

export const REGNET = `${
  /* python */ `
import math
from collections import OrderedDict
from functools import partial

from torch import nn

from torchvision.models._utils import _builder, _make_divisible
from torchvision.ops.misc import Conv2dNormActivation, SqueezeExcitation


class SimpleStemIN(Conv2dNormActivation):
    def __init__(self, width_in, width_out, norm_layer, activation_layer):
        super().__init__(width_in, width_out, kernel_size=3, stride=2, norm_layer=norm_layer, activation_layer=activation_layer)


class BottleneckTransform(nn.Sequential):
    def __init__(self, width_in, width_out, stride, norm_layer, activation_layer, group_width, bottleneck_multiplier, se_ratio):
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer)
        width = int(round(width_out * bottleneck_multiplier))
        layers = OrderedDict()
        layers['a'] = conv(width_in, width, kernel_size=1, activation_layer=activation_layer)
        layers['b'] = conv(width, width, kernel_size=3, stride=stride, groups=width // group_width, activation_layer=activation_layer)
        if se_ratio:
            layers['se'] = SqueezeExcitation(width, int(round(se_ratio * width_in)), activation=activation_layer)
        layers['c'] = conv(width, width_out, kernel_size=1, activation_layer=None)
        super().__init__(layers)


class ResBottleneckBlock(nn.Module):
    def __init__(self, width_in, width_out, stride, norm_layer, activation_layer, group_width=1, bottleneck_multiplier=1.0, se_ratio=None):
        super().__init__()
        self.proj = None
        if width_in != width_out or stride != 1:
            self.proj = Conv2dNormActivation(width_in, width_out, kernel_size=1, stride=stride, norm_layer=norm_layer, activation_layer=None)
        self.f = BottleneckTransform(width_in, width_out, stride, norm_layer, activation_layer, group_width, bottleneck_multiplier, se_ratio)
        self.activation = activation_layer(inplace=True)

    def forward(self, x):
        return self.activation((x if self.proj is None else self.proj(x)) + self.f(x))


class AnyStage(nn.Sequential):
    def __init__(self, width_in, width_out, stride, depth, block_constructor, norm_layer, activation_layer, group_width,
                 bottleneck_multiplier, se_ratio=None, stage_index=0):
        super().__init__()
        for i in range(depth):
            block = block_constructor(width_in if i == 0 else width_out, width_out, stride if i == 0 else 1, norm_layer,
                                      activation_layer, group_width, bottleneck_multiplier, se_ratio)
            self.add_module(f'block{stage_index}-{i}', block)


class BlockParams:
    def __init__(self, depths, widths, group_widths, bottleneck_multipliers, strides, se_ratio=None):
        self.depths, self.widths, self.group_widths = depths, widths, group_widths
        self.bottleneck_multipliers, self.strides, self.se_ratio = bottleneck_multipliers, strides, se_ratio

    @classmethod
    def from_init_params(cls, depth, w_0, w_a, w_m, group_width, bottleneck_multiplier=1.0, se_ratio=None, **kwargs):
        if w_a < 0 or w_0 <= 0 or w_m <= 1 or w_0 % 8 != 0:
            raise ValueError('Invalid RegNet settings')
        # Widths grow along a line, in steps of powers of w_m, as multiples of 8.
        powers = [round(math.log((i * w_a + w_0) / w_0) / math.log(w_m)) for i in range(depth)]
        blocks = [int(round(w_0 * w_m**power / 8) * 8) for power in powers]
        widths = sorted(set(blocks))
        depths = [blocks.count(width) for width in widths]
        inner = [int(width * bottleneck_multiplier) for width in widths]
        groups = [min(group_width, width) for width in inner]
        widths = [int(_make_divisible(width, group) / bottleneck_multiplier) for width, group in zip(inner, groups)]
        return cls(depths, widths, groups, [bottleneck_multiplier] * len(widths), [2] * len(widths), se_ratio)

    def _get_expanded_params(self):
        return zip(self.widths, self.strides, self.depths, self.group_widths, self.bottleneck_multipliers)


class RegNet(nn.Module):
    def __init__(self, block_params, num_classes=1000, stem_width=32, stem_type=None, block_type=None, norm_layer=None, activation=None):
        super().__init__()
        norm, block, activation = norm_layer or nn.BatchNorm2d, block_type or ResBottleneckBlock, activation or nn.ReLU
        self.stem = (stem_type or SimpleStemIN)(3, stem_width, norm, activation)
        width, stages = stem_width, []
        for i, (width_out, stride, depth, group, multiplier) in enumerate(block_params._get_expanded_params(), 1):
            stages.append((f'block{i}', AnyStage(width, width_out, stride, depth, block, norm, activation, group, multiplier,
                                                 block_params.se_ratio, stage_index=i)))
            width = width_out
        self.trunk_output = nn.Sequential(OrderedDict(stages))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(width, num_classes)

    def forward(self, x):
        return self.fc(self.avgpool(self.trunk_output(self.stem(x))).flatten(start_dim=1))


def _regnet(params, norm_layer=None, **kwargs):
    return RegNet(params, norm_layer=norm_layer or partial(nn.BatchNorm2d, eps=1e-05, momentum=0.1), **kwargs)
`
}${SIZES.map(
  ([name, values]) => `

@_builder
def regnet_${name}(weights, **kwargs):
    return _regnet(BlockParams.from_init_params(${values}, **kwargs), **kwargs)
`,
).join('')}`;
