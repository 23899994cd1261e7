/** AlexNet, VGG and SqueezeNet. torchvision/models/alexnet.py, vgg.py, squeezenet.py */
export const ALEXNET = /* python */ `
import torch
from torch import nn

from torchvision.models._utils import _builder


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, dropout=0.5):
        super().__init__()
        layers = []
        # channels, kernel, stride, padding, whether a pool follows
        inside = 3
        for width, kernel, stride, padding, pool in ((64, 11, 4, 2, True), (192, 5, 1, 2, True), (384, 3, 1, 1, False),
                                                     (256, 3, 1, 1, False), (256, 3, 1, 1, True)):
            layers += [nn.Conv2d(inside, width, kernel, stride, padding), nn.ReLU(inplace=True)]
            if pool:
                layers.append(nn.MaxPool2d(kernel_size=3, stride=2))
            inside = width
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d((6, 6))
        self.classifier = nn.Sequential(
            nn.Dropout(p=dropout), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(inplace=True),
            nn.Dropout(p=dropout), nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Linear(4096, num_classes))

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


@_builder
def alexnet(weights, **kwargs):
    return AlexNet(**kwargs)
`;

export const VGG = /* python */ `
import torch
from torch import nn

from torchvision.models._utils import _builder


class VGG(nn.Module):
    def __init__(self, features, num_classes=1000, init_weights=True, dropout=0.5):
        super().__init__()
        self.features = features
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(p=dropout),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(p=dropout), nn.Linear(4096, num_classes))

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def make_layers(cfg, batch_norm=False):
    layers = []
    inside = 3
    for width in cfg:
        if width == 'M':
            layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
            continue
        layers.append(nn.Conv2d(inside, width, kernel_size=3, padding=1))
        if batch_norm:
            layers.append(nn.BatchNorm2d(width))
        layers.append(nn.ReLU(inplace=True))
        inside = width
    return nn.Sequential(*layers)


def _stages(*depths):
    return [each for width, depth in zip((64, 128, 256, 512, 512), depths) for each in [width] * depth + ['M']]


cfgs = {'A': _stages(1, 1, 2, 2, 2), 'B': _stages(2, 2, 2, 2, 2), 'D': _stages(2, 2, 3, 3, 3), 'E': _stages(2, 2, 4, 4, 4)}


def _vgg(cfg, batch_norm, **kwargs):
    return VGG(make_layers(cfgs[cfg], batch_norm=batch_norm), **kwargs)


@_builder
def vgg11(weights, **kwargs):
    return _vgg('A', False, **kwargs)


@_builder
def vgg11_bn(weights, **kwargs):
    return _vgg('A', True, **kwargs)


@_builder
def vgg13(weights, **kwargs):
    return _vgg('B', False, **kwargs)


@_builder
def vgg13_bn(weights, **kwargs):
    return _vgg('B', True, **kwargs)


@_builder
def vgg16(weights, **kwargs):
    return _vgg('D', False, **kwargs)


@_builder
def vgg16_bn(weights, **kwargs):
    return _vgg('D', True, **kwargs)


@_builder
def vgg19(weights, **kwargs):
    return _vgg('E', False, **kwargs)


@_builder
def vgg19_bn(weights, **kwargs):
    return _vgg('E', True, **kwargs)
`;

export const SQUEEZENET = /* python */ `
import torch
from torch import nn

from torchvision.models._utils import _builder


class Fire(nn.Module):
    def __init__(self, inplanes, squeeze_planes, expand1x1_planes, expand3x3_planes):
        super().__init__()
        self.inplanes = inplanes
        self.squeeze = nn.Conv2d(inplanes, squeeze_planes, kernel_size=1)
        self.squeeze_activation = nn.ReLU(inplace=True)
        self.expand1x1 = nn.Conv2d(squeeze_planes, expand1x1_planes, kernel_size=1)
        self.expand1x1_activation = nn.ReLU(inplace=True)
        self.expand3x3 = nn.Conv2d(squeeze_planes, expand3x3_planes, kernel_size=3, padding=1)
        self.expand3x3_activation = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.squeeze_activation(self.squeeze(x))
        first = self.expand1x1_activation(self.expand1x1(x))
        return torch.cat([first, self.expand3x3_activation(self.expand3x3(x))], 1)


def _pool():
    return nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)


class SqueezeNet(nn.Module):
    def __init__(self, version='1_0', num_classes=1000, dropout=0.5):
        super().__init__()
        self.num_classes = num_classes
        # The fires and, as None, the pools between them.
        if version == '1_0':
            layers = [nn.Conv2d(3, 96, kernel_size=7, stride=2), nn.ReLU(inplace=True)]
            inside, plan = 96, [None, 16, 16, 32, None, 32, 48, 48, 64, None, 64]
        elif version == '1_1':
            layers = [nn.Conv2d(3, 64, kernel_size=3, stride=2), nn.ReLU(inplace=True)]
            inside, plan = 64, [None, 16, 16, None, 32, 32, None, 48, 48, 64, 64]
        else:
            raise ValueError(f'Unsupported SqueezeNet version {version}: 1_0 or 1_1 expected')
        for squeeze in plan:
            if squeeze is None:
                layers.append(_pool())
            else:
                layers.append(Fire(inside, squeeze, 4 * squeeze, 4 * squeeze))
                inside = 8 * squeeze
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout), nn.Conv2d(512, self.num_classes, kernel_size=1),
                                        nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d((1, 1)))

    def forward(self, x):
        return torch.flatten(self.classifier(self.features(x)), 1)


@_builder
def squeezenet1_0(weights, **kwargs):
    return SqueezeNet('1_0', **kwargs)


@_builder
def squeezenet1_1(weights, **kwargs):
    return SqueezeNet('1_1', **kwargs)
`;
