/** MobileNet v2 and v3, MNASNet, ShuffleNet v2. torchvision/models/mobilenetv2.py, mobilenetv3.py, mnasnet.py, shufflenetv2.py */
export const MOBILENET_V2 = /* python */ `
import torch
from torch import nn

from torchvision.models._utils import _builder, _make_divisible
from torchvision.ops.misc import Conv2dNormActivation


class InvertedResidual(nn.Module):
    def __init__(self, inp, oup, stride, expand_ratio, norm_layer=None):
        super().__init__()
        self.stride = stride
        if stride not in (1, 2):
            raise ValueError(f'stride should be 1 or 2 instead of {stride}')
        norm = norm_layer or nn.BatchNorm2d
        width = int(round(inp * expand_ratio))
        self.use_res_connect = stride == 1 and inp == oup
        layers = []
        if expand_ratio != 1:
            layers.append(Conv2dNormActivation(inp, width, kernel_size=1, norm_layer=norm, activation_layer=nn.ReLU6))
        layers += [Conv2dNormActivation(width, width, stride=stride, groups=width, norm_layer=norm, activation_layer=nn.ReLU6),
                   nn.Conv2d(width, oup, 1, 1, 0, bias=False), norm(oup)]
        self.conv = nn.Sequential(*layers)
        self.out_channels = oup
        self._is_cn = stride > 1

    def forward(self, x):
        return x + self.conv(x) if self.use_res_connect else self.conv(x)


class MobileNetV2(nn.Module):
    def __init__(self, num_classes=1000, width_mult=1.0, inverted_residual_setting=None, round_nearest=8, block=None,
                 norm_layer=None, dropout=0.2):
        super().__init__()
        block, norm = block or InvertedResidual, norm_layer or nn.BatchNorm2d
        setting = inverted_residual_setting
        if setting is None:
            # expansion, channels, repeats, stride
            setting = [[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1], [6, 160, 3, 2], [6, 320, 1, 1]]
        inside = _make_divisible(32 * width_mult, round_nearest)
        self.last_channel = _make_divisible(1280 * max(1.0, width_mult), round_nearest)
        features = [Conv2dNormActivation(3, inside, stride=2, norm_layer=norm, activation_layer=nn.ReLU6)]
        for t, c, n, s in setting:
            outside = _make_divisible(c * width_mult, round_nearest)
            for i in range(n):
                features.append(block(inside, outside, s if i == 0 else 1, expand_ratio=t, norm_layer=norm))
                inside = outside
        features.append(Conv2dNormActivation(inside, self.last_channel, kernel_size=1, norm_layer=norm, activation_layer=nn.ReLU6))
        self.features = nn.Sequential(*features)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout), nn.Linear(self.last_channel, num_classes))

    def _forward_impl(self, x):
        x = nn.functional.adaptive_avg_pool2d(self.features(x), (1, 1))
        return self.classifier(torch.flatten(x, 1))

    def forward(self, x):
        return self._forward_impl(x)


@_builder
def mobilenet_v2(weights, **kwargs):
    return MobileNetV2(**kwargs)
`;

export const MOBILENET_V3 = /* python */ `
from functools import partial

import torch
from torch import nn

from torchvision.models._utils import _builder, _make_divisible
from torchvision.ops.misc import Conv2dNormActivation, SqueezeExcitation


class InvertedResidualConfig:
    def __init__(self, input_channels, kernel, expanded_channels, out_channels, use_se, activation, stride, dilation, width_mult):
        self.input_channels = self.adjust_channels(input_channels, width_mult)
        self.kernel = kernel
        self.expanded_channels = self.adjust_channels(expanded_channels, width_mult)
        self.out_channels = self.adjust_channels(out_channels, width_mult)
        self.use_se = use_se
        self.use_hs = activation == 'HS'
        self.stride = stride
        self.dilation = dilation

    @staticmethod
    def adjust_channels(channels, width_mult):
        return _make_divisible(channels * width_mult, 8)


class InvertedResidual(nn.Module):
    def __init__(self, cnf, norm_layer, se_layer=partial(SqueezeExcitation, scale_activation=nn.Hardsigmoid)):
        super().__init__()
        self.use_res_connect = cnf.stride == 1 and cnf.input_channels == cnf.out_channels
        activation = nn.Hardswish if cnf.use_hs else nn.ReLU
        width = cnf.expanded_channels
        layers = []
        if width != cnf.input_channels:
            layers.append(Conv2dNormActivation(cnf.input_channels, width, kernel_size=1, norm_layer=norm_layer,
                                               activation_layer=activation))
        layers.append(Conv2dNormActivation(width, width, kernel_size=cnf.kernel, stride=1 if cnf.dilation > 1 else cnf.stride,
                                           dilation=cnf.dilation, groups=width, norm_layer=norm_layer, activation_layer=activation))
        if cnf.use_se:
            layers.append(se_layer(width, _make_divisible(width // 4, 8)))
        layers.append(Conv2dNormActivation(width, cnf.out_channels, kernel_size=1, norm_layer=norm_layer, activation_layer=None))
        self.block = nn.Sequential(*layers)
        self.out_channels = cnf.out_channels
        self._is_cn = cnf.stride > 1

    def forward(self, input):
        return self.block(input) + input if self.use_res_connect else self.block(input)


class MobileNetV3(nn.Module):
    def __init__(self, inverted_residual_setting, last_channel, num_classes=1000, block=None, norm_layer=None, dropout=0.2, **kwargs):
        super().__init__()
        if not inverted_residual_setting:
            raise ValueError('The inverted_residual_setting should not be empty')
        block, norm = block or InvertedResidual, norm_layer or partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)
        first, last = inverted_residual_setting[0].input_channels, inverted_residual_setting[-1].out_channels
        layers = [Conv2dNormActivation(3, first, kernel_size=3, stride=2, norm_layer=norm, activation_layer=nn.Hardswish)]
        layers += [block(cnf, norm) for cnf in inverted_residual_setting]
        layers.append(Conv2dNormActivation(last, 6 * last, kernel_size=1, norm_layer=norm, activation_layer=nn.Hardswish))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Linear(6 * last, last_channel), nn.Hardswish(inplace=True),
                                        nn.Dropout(p=dropout, inplace=True), nn.Linear(last_channel, num_classes))

    def _forward_impl(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))

    def forward(self, x):
        return self._forward_impl(x)


def _setting(large, width_mult=1.0, reduced_tail=False, dilated=False, **kwargs):
    divider, dilation = 2 if reduced_tail else 1, 2 if dilated else 1
    # input, kernel, expanded, output, squeeze and excite, activation, stride
    if large:
        plan = [(16, 3, 16, 16, False, 'RE', 1), (16, 3, 64, 24, False, 'RE', 2), (24, 3, 72, 24, False, 'RE', 1),
                (24, 5, 72, 40, True, 'RE', 2), (40, 5, 120, 40, True, 'RE', 1), (40, 5, 120, 40, True, 'RE', 1),
                (40, 3, 240, 80, False, 'HS', 2), (80, 3, 200, 80, False, 'HS', 1), (80, 3, 184, 80, False, 'HS', 1),
                (80, 3, 184, 80, False, 'HS', 1), (80, 3, 480, 112, True, 'HS', 1), (112, 3, 672, 112, True, 'HS', 1)]
        width, inside, before, expanded, last = 160, 112, 672, 960, 1280
    else:
        plan = [(16, 3, 16, 16, True, 'RE', 2), (16, 3, 72, 24, False, 'RE', 2), (24, 3, 88, 24, False, 'RE', 1),
                (24, 5, 96, 40, True, 'HS', 2), (40, 5, 240, 40, True, 'HS', 1), (40, 5, 240, 40, True, 'HS', 1),
                (40, 5, 120, 48, True, 'HS', 1), (48, 5, 144, 48, True, 'HS', 1)]
        width, inside, before, expanded, last = 96, 48, 288, 576, 1024
    width //= divider
    tail = [(inside, 5, before, width, True, 'HS', 2)] + 2 * [(width, 5, expanded // divider, width, True, 'HS', 1)]
    configs = [InvertedResidualConfig(*each, 1, width_mult) for each in plan]
    configs += [InvertedResidualConfig(*each, dilation, width_mult) for each in tail]
    return configs, InvertedResidualConfig.adjust_channels(last // divider, width_mult)


@_builder
def mobilenet_v3_large(weights, **kwargs):
    return MobileNetV3(*_setting(True, **kwargs), **kwargs)


@_builder
def mobilenet_v3_small(weights, **kwargs):
    return MobileNetV3(*_setting(False, **kwargs), **kwargs)
`;

export const MNASNET = /* python */ `
from torch import nn

from torchvision.models._utils import _builder

_BN_MOMENTUM = 1 - 0.9997


class _InvertedResidual(nn.Module):
    def __init__(self, in_ch, out_ch, kernel_size, stride, expansion_factor, bn_momentum=0.1):
        super().__init__()
        width = in_ch * expansion_factor
        self.apply_residual = in_ch == out_ch and stride == 1
        self.layers = nn.Sequential(
            nn.Conv2d(in_ch, width, 1, bias=False), nn.BatchNorm2d(width, momentum=bn_momentum), nn.ReLU(inplace=True),
            nn.Conv2d(width, width, kernel_size, padding=kernel_size // 2, stride=stride, groups=width, bias=False),
            nn.BatchNorm2d(width, momentum=bn_momentum), nn.ReLU(inplace=True),
            nn.Conv2d(width, out_ch, 1, bias=False), nn.BatchNorm2d(out_ch, momentum=bn_momentum))

    def forward(self, input):
        return self.layers(input) + input if self.apply_residual else self.layers(input)


def _stack(in_ch, out_ch, kernel_size, stride, expansion, repeats):
    blocks = [_InvertedResidual(in_ch, out_ch, kernel_size, stride, expansion, _BN_MOMENTUM)]
    blocks += [_InvertedResidual(out_ch, out_ch, kernel_size, 1, expansion, _BN_MOMENTUM) for _ in range(1, repeats)]
    return nn.Sequential(*blocks)


def _rounded(value):
    result = max(8, int(value + 4) // 8 * 8)
    return result if result >= 0.9 * value else result + 8


class MNASNet(nn.Module):
    def __init__(self, alpha, num_classes=1000, dropout=0.2):
        super().__init__()
        self.alpha = alpha
        self.num_classes = num_classes
        depths = [_rounded(depth * alpha) for depth in (32, 16, 24, 40, 80, 96, 192, 320)]
        layers = [nn.Conv2d(3, depths[0], 3, padding=1, stride=2, bias=False), nn.BatchNorm2d(depths[0], momentum=_BN_MOMENTUM),
                  nn.ReLU(inplace=True), nn.Conv2d(depths[0], depths[0], 3, padding=1, groups=depths[0], bias=False),
                  nn.BatchNorm2d(depths[0], momentum=_BN_MOMENTUM), nn.ReLU(inplace=True),
                  nn.Conv2d(depths[0], depths[1], 1, bias=False), nn.BatchNorm2d(depths[1], momentum=_BN_MOMENTUM)]
        # kernel, stride, expansion, repeats
        plan = [(3, 2, 3, 3), (5, 2, 3, 3), (5, 2, 6, 3), (3, 1, 6, 2), (5, 2, 6, 4), (3, 1, 6, 1)]
        layers += [_stack(depths[i + 1], depths[i + 2], *each) for i, each in enumerate(plan)]
        layers += [nn.Conv2d(depths[7], 1280, 1, bias=False), nn.BatchNorm2d(1280, momentum=_BN_MOMENTUM), nn.ReLU(inplace=True)]
        self.layers = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(1280, num_classes))

    def forward(self, x):
        return self.classifier(self.layers(x).mean([2, 3]))


@_builder
def mnasnet0_5(weights, **kwargs):
    return MNASNet(0.5, **kwargs)


@_builder
def mnasnet0_75(weights, **kwargs):
    return MNASNet(0.75, **kwargs)


@_builder
def mnasnet1_0(weights, **kwargs):
    return MNASNet(1.0, **kwargs)


@_builder
def mnasnet1_3(weights, **kwargs):
    return MNASNet(1.3, **kwargs)
`;

export const SHUFFLENET = /* python */ `
import torch
from torch import nn

from torchvision.models._utils import _builder


def channel_shuffle(x, groups):
    n, c, h, w = x.size()
    return torch.transpose(x.view(n, groups, c // groups, h, w), 1, 2).contiguous().view(n, c, h, w)


class InvertedResidual(nn.Module):
    def __init__(self, inp, oup, stride):
        super().__init__()
        self.stride = stride
        half = oup // 2
        if stride == 1 and inp != half << 1:
            raise ValueError(f'Invalid combination of stride {stride}, inp {inp} and oup {oup} values.')
        self.branch1 = nn.Sequential()
        if stride > 1:
            self.branch1 = nn.Sequential(
                self.depthwise_conv(inp, inp, 3, stride, 1), nn.BatchNorm2d(inp),
                nn.Conv2d(inp, half, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU(inplace=True))
        self.branch2 = nn.Sequential(
            nn.Conv2d(inp if stride > 1 else half, half, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU(inplace=True),
            self.depthwise_conv(half, half, 3, stride, 1), nn.BatchNorm2d(half),
            nn.Conv2d(half, half, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU(inplace=True))

    @staticmethod
    def depthwise_conv(i, o, kernel_size, stride=1, padding=0, bias=False):
        return nn.Conv2d(i, o, kernel_size, stride, padding, bias=bias, groups=i)

    def forward(self, x):
        if self.stride == 1:
            kept, x = x.chunk(2, dim=1)
        else:
            kept = self.branch1(x)
        return channel_shuffle(torch.cat((kept, self.branch2(x)), dim=1), 2)


class ShuffleNetV2(nn.Module):
    def __init__(self, stages_repeats, stages_out_channels, num_classes=1000, inverted_residual=InvertedResidual):
        super().__init__()
        if len(stages_repeats) != 3:
            raise ValueError('expected stages_repeats as list of 3 positive ints')
        if len(stages_out_channels) != 5:
            raise ValueError('expected stages_out_channels as list of 5 positive ints')
        self._stage_out_channels = stages_out_channels
        inside, *stages, last = stages_out_channels
        self.conv1 = nn.Sequential(nn.Conv2d(3, inside, 3, 2, 1, bias=False), nn.BatchNorm2d(inside), nn.ReLU(inplace=True))
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        for i, (repeats, width) in enumerate(zip(stages_repeats, stages)):
            blocks = [inverted_residual(inside, width, 2)] + [inverted_residual(width, width, 1) for _ in range(repeats - 1)]
            setattr(self, f'stage{i + 2}', nn.Sequential(*blocks))
            inside = width
        self.conv5 = nn.Sequential(nn.Conv2d(inside, last, 1, 1, 0, bias=False), nn.BatchNorm2d(last), nn.ReLU(inplace=True))
        self.fc = nn.Linear(last, num_classes)

    def _forward_impl(self, x):
        x = self.stage4(self.stage3(self.stage2(self.maxpool(self.conv1(x)))))
        return self.fc(self.conv5(x).mean([2, 3]))

    def forward(self, x):
        return self._forward_impl(x)


@_builder
def shufflenet_v2_x0_5(weights, **kwargs):
    return ShuffleNetV2([4, 8, 4], [24, 48, 96, 192, 1024], **kwargs)


@_builder
def shufflenet_v2_x1_0(weights, **kwargs):
    return ShuffleNetV2([4, 8, 4], [24, 116, 232, 464, 1024], **kwargs)


@_builder
def shufflenet_v2_x1_5(weights, **kwargs):
    return ShuffleNetV2([4, 8, 4], [24, 176, 352, 704, 1024], **kwargs)


@_builder
def shufflenet_v2_x2_0(weights, **kwargs):
    return ShuffleNetV2([4, 8, 4], [24, 244, 488, 976, 2048], **kwargs)
`;
