# layerscope: build_model(CONFIG) on (1, 3, 48, 48)
# Layers are looked up by name in torch.nn and built from a table.
import functools

import torch
import torch.nn as nn

CONFIG = {
    'backbone': [('Conv2d', dict(in_channels=3, out_channels=8, kernel_size=5, stride=2)), ('BatchNorm2d', {'num_features': 8}), ('ReLU', {})],
    'neck': [('Conv2d', dict(in_channels=8, out_channels=16, kernel_size=3, padding='valid')), ('ReLU6', {})],
    'head': {'type': 'avg', 'classes': 4},
}

REGISTRY = {}


def register(name):
    def wrap(cls):
        REGISTRY[name] = cls
        return cls

    return wrap


def get_norm_layer(norm_type='instance'):
    if norm_type == 'batch':
        return functools.partial(nn.BatchNorm2d, affine=True, track_running_stats=True)
    elif norm_type == 'instance':
        return functools.partial(nn.InstanceNorm2d, affine=False, track_running_stats=False)
    raise NotImplementedError('normalization layer [%s] is not found' % norm_type)


@register('avg')
class AvgHead(nn.Module):
    def __init__(self, channels, classes, **_):
        super().__init__()
        self.norm = get_norm_layer('instance')(channels)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.norm(x)
        x = x.mean([2, 3])
        return self.fc(x)


class Net(nn.Module):
    def __init__(self, parts):
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)
        self.order = list(parts)

    def forward(self, x):
        for name in self.order:
            x = getattr(self, name)(x)
        return x


def build_model(config):
    parts = {}
    for name in ('backbone', 'neck'):
        parts[name] = nn.Sequential(*[getattr(nn, kind)(**args) for kind, args in config[name]])
    head = dict(config['head'])
    parts['head'] = REGISTRY[head.pop('type')](16, **head)
    return Net(parts)
