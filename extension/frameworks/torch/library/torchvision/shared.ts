/**
 * What all builders of torchvision.models have in common: `weights=` and the older `pretrained=`, whose values decide no layer but what
 * other arguments may be. torchvision/models/_utils.py, _api.py. Evaluated like a user's file; only what decides layers is kept.
 */
export const SHARED = /* python */ `
import functools
from collections import OrderedDict

import torch
from torch import nn


def _preset(image, **options):
    return image


class Weights:
    def __init__(self, name, classes, size):
        self.name = name
        self.value = self
        self.meta = {'categories': [str(i) for i in range(classes)], 'min_size': (size, size)}

    def transforms(self, **options):
        return _preset

    def get_state_dict(self, *args, **kwargs):
        return torch.load(self.name)


class WeightsEnum:
    """One family of weights: its members by name."""

    def __init__(self, name):
        self.__name__ = name
        voc = name.startswith(('FCN', 'DeepLab', 'LRASPP'))
        classes = 21 if voc else 1000
        self.DEFAULT = Weights('DEFAULT', classes, 224)
        if voc:
            self.COCO_WITH_VOC_LABELS_V1 = self.DEFAULT
        else:
            self.IMAGENET1K_V1 = Weights('IMAGENET1K_V1', classes, 224)
            self.IMAGENET1K_V2 = Weights('IMAGENET1K_V2', classes, 224)
            self.IMAGENET1K_SWAG_LINEAR_V1 = Weights('IMAGENET1K_SWAG_LINEAR_V1', classes, 224)
            size = {'ViT_B_16_Weights': 384, 'ViT_L_16_Weights': 512, 'ViT_H_14_Weights': 518}.get(name, 224)
            self.IMAGENET1K_SWAG_E2E_V1 = Weights('IMAGENET1K_SWAG_E2E_V1', classes, size)
            if name in ('ViT_H_14_Weights', 'RegNet_Y_128GF_Weights'):
                self.DEFAULT = self.IMAGENET1K_SWAG_E2E_V1

    def __getitem__(self, name):
        return getattr(self, name)

    def verify(self, value):
        return value


def _weights_of(name):
    return WeightsEnum(name)


def _same(kwargs, name, value):
    if kwargs.get(name, value) != value:
        raise ValueError(f"The parameter '{name}' expected value {value} but got {kwargs[name]} instead.")


def _builder(make):
    """weights and progress may stand first, as they could before 0.13; pretrained=True asks for the default weights."""

    @functools.wraps(make)
    def build(*args, **kwargs):
        for name, value in zip(('weights', 'progress'), args):
            kwargs[name] = value
        weights = kwargs.pop('pretrained', None)
        weights = kwargs.pop('weights', weights)
        kwargs.pop('progress', None)
        if weights is not None and weights:
            _same(kwargs, 'num_classes', 1000)
        return make(weights, **kwargs)

    return build


def _make_divisible(v, divisor, min_value=None):
    if min_value is None:
        min_value = divisor
    rounded = max(min_value, int(v + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * v else rounded


class IntermediateLayerGetter(nn.ModuleDict):
    def __init__(self, model, return_layers):
        if not set(return_layers).issubset([name for name, _ in model.named_children()]):
            raise ValueError('return_layers are not present in model')
        left = {str(key) for key in return_layers}
        layers = OrderedDict()
        for name, module in model.named_children():
            layers[name] = module
            left.discard(name)
            if not left:
                break
        super().__init__(layers)
        self.return_layers = return_layers

    def forward(self, x):
        out = OrderedDict()
        for name, module in self.items():
            x = module(x)
            if name in self.return_layers:
                out[self.return_layers[name]] = x
        return out
`;
