/** EfficientNet B0 to B7 and v2. torchvision/models/efficientnet.py */
const builders = Array.from(
  { length: 8 },
  (_, index) => `

@_builder
def efficientnet_b${index}(weights, **kwargs):
    return _first(${index}, **kwargs)
`,
).join('');

export const EFFICIENTNET = `${
  /* python */ `
import copy
import math
from functools import partial

import torch
from torch import nn

from torchvision.models._utils import _builder, _make_divisible
from torchvision.ops.misc import Conv2dNormActivation, SqueezeExcitation
from torchvision.ops.stochastic_depth import StochasticDepth


class _MBConvConfig:
    def __init__(self, expand_ratio, kernel, stride, input_channels, out_channels, num_layers, block):
        self.expand_ratio, self.kernel, self.stride = expand_ratio, kernel, stride
        self.input_channels, self.out_channels, self.num_layers, self.block = input_channels, out_channels, num_layers, block

    @staticmethod
    def adjust_channels(channels, width_mult, min_value=None):
        return _make_divisible(channels * width_mult, 8, min_value)


class MBConvConfig(_MBConvConfig):
    def __init__(self, expand_ratio, kernel, stride, input_channels, out_channels, num_layers, width_mult=1.0, depth_mult=1.0, block=None):
        super().__init__(expand_ratio, kernel, stride, self.adjust_channels(input_channels, width_mult),
                         self.adjust_channels(out_channels, width_mult), int(math.ceil(num_layers * depth_mult)), block or MBConv)


class FusedMBConvConfig(_MBConvConfig):
    def __init__(self, expand_ratio, kernel, stride, input_channels, out_channels, num_layers, block=None):
        super().__init__(expand_ratio, kernel, stride, input_channels, out_channels, num_layers, block or FusedMBConv)


class MBConv(nn.Module):
    def __init__(self, cnf, stochastic_depth_prob, norm_layer, se_layer=SqueezeExcitation):
        super().__init__()
        self.use_res_connect = cnf.stride == 1 and cnf.input_channels == cnf.out_channels
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer)
        width = cnf.adjust_channels(cnf.input_channels, cnf.expand_ratio)
        layers = []
        if width != cnf.input_channels:
            layers.append(conv(cnf.input_channels, width, kernel_size=1, activation_layer=nn.SiLU))
        layers.append(conv(width, width, kernel_size=cnf.kernel, stride=cnf.stride, groups=width, activation_layer=nn.SiLU))
        layers.append(se_layer(width, max(1, cnf.input_channels // 4), activation=partial(nn.SiLU, inplace=True)))
        layers.append(conv(width, cnf.out_channels, kernel_size=1, activation_layer=None))
        self.block = nn.Sequential(*layers)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
        self.out_channels = cnf.out_channels

    def forward(self, input):
        return self.stochastic_depth(self.block(input)) + input if self.use_res_connect else self.block(input)


class FusedMBConv(nn.Module):
    def __init__(self, cnf, stochastic_depth_prob, norm_layer):
        super().__init__()
        self.use_res_connect = cnf.stride == 1 and cnf.input_channels == cnf.out_channels
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer)
        width = cnf.adjust_channels(cnf.input_channels, cnf.expand_ratio)
        if width != cnf.input_channels:
            layers = [conv(cnf.input_channels, width, kernel_size=cnf.kernel, stride=cnf.stride, activation_layer=nn.SiLU),
                      conv(width, cnf.out_channels, kernel_size=1, activation_layer=None)]
        else:
            layers = [conv(cnf.input_channels, cnf.out_channels, kernel_size=cnf.kernel, stride=cnf.stride, activation_layer=nn.SiLU)]
        self.block = nn.Sequential(*layers)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
        self.out_channels = cnf.out_channels

    def forward(self, input):
        return self.stochastic_depth(self.block(input)) + input if self.use_res_connect else self.block(input)


class EfficientNet(nn.Module):
    def __init__(self, inverted_residual_setting, dropout, stochastic_depth_prob=0.2, num_classes=1000, norm_layer=None, last_channel=None):
        super().__init__()
        if not inverted_residual_setting:
            raise ValueError('The inverted_residual_setting should not be empty')
        setting, norm = inverted_residual_setting, norm_layer or nn.BatchNorm2d
        layers = [Conv2dNormActivation(3, setting[0].input_channels, kernel_size=3, stride=2, norm_layer=norm, activation_layer=nn.SiLU)]
        count = sum(cnf.num_layers for cnf in setting)
        number = 0
        for cnf in setting:
            stage = []
            for _ in range(cnf.num_layers):
                own = copy.copy(cnf)
                if stage:
                    own.input_channels, own.stride = own.out_channels, 1
                stage.append(own.block(own, stochastic_depth_prob * number / count, norm))
                number += 1
            layers.append(nn.Sequential(*stage))
        inside = setting[-1].out_channels
        last = 4 * inside if last_channel is None else last_channel
        layers.append(Conv2dNormActivation(inside, last, kernel_size=1, norm_layer=norm, activation_layer=nn.SiLU))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(last, num_classes))

    def _forward_impl(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))

    def forward(self, x):
        return self._forward_impl(x)


# width, depth, dropout
SCALES = [(1.0, 1.0, 0.2), (1.0, 1.1, 0.2), (1.1, 1.2, 0.3), (1.2, 1.4, 0.3), (1.4, 1.8, 0.4), (1.6, 2.2, 0.4), (1.8, 2.6, 0.5), (2.0, 3.1, 0.5)]
# expansion, kernel, stride, input, output, repeats
PLAN = [(1, 3, 1, 32, 16, 1), (6, 3, 2, 16, 24, 2), (6, 5, 2, 24, 40, 2), (6, 3, 2, 40, 80, 3), (6, 5, 1, 80, 112, 3),
        (6, 5, 2, 112, 192, 4), (6, 3, 1, 192, 320, 1)]


def _first(number, dropout=None, **kwargs):
    width, depth, usual = SCALES[number]
    if number >= 5:
        kwargs['norm_layer'] = partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)
    setting = [MBConvConfig(*each, width_mult=width, depth_mult=depth) for each in PLAN]
    return EfficientNet(setting, usual if dropout is None else dropout, **kwargs)


def _second(fused, plain, usual, dropout=None, **kwargs):
    setting = [FusedMBConvConfig(*each) for each in fused] + [MBConvConfig(*each) for each in plain]
    norm = partial(nn.BatchNorm2d, eps=0.001)
    return EfficientNet(setting, usual if dropout is None else dropout, last_channel=1280, norm_layer=norm, **kwargs)


@_builder
def efficientnet_v2_s(weights, **kwargs):
    return _second([(1, 3, 1, 24, 24, 2), (4, 3, 2, 24, 48, 4), (4, 3, 2, 48, 64, 4)],
                   [(4, 3, 2, 64, 128, 6), (6, 3, 1, 128, 160, 9), (6, 3, 2, 160, 256, 15)], 0.2, **kwargs)


@_builder
def efficientnet_v2_m(weights, **kwargs):
    return _second([(1, 3, 1, 24, 24, 3), (4, 3, 2, 24, 48, 5), (4, 3, 2, 48, 80, 5)],
                   [(4, 3, 2, 80, 160, 7), (6, 3, 1, 160, 176, 14), (6, 3, 2, 176, 304, 18), (6, 3, 1, 304, 512, 5)], 0.3, **kwargs)


@_builder
def efficientnet_v2_l(weights, **kwargs):
    return _second([(1, 3, 1, 32, 32, 4), (4, 3, 2, 32, 64, 7), (4, 3, 2, 64, 96, 7)],
                   [(4, 3, 2, 96, 192, 10), (6, 3, 1, 192, 224, 19), (6, 3, 2, 224, 384, 25), (6, 3, 1, 384, 640, 7)], 0.4, **kwargs)
`
}${builders}`;
