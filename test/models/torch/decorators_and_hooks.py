# layerscope: build_model("net", width=12) on (2, 3, 20, 20)
# A registry by decorator, a cached builder, a decorated forward, contexts around calls.
import functools
from collections import OrderedDict
from contextlib import contextmanager
import torch
from torch import nn

_REGISTRY = {}


def register_model(name=None):
    def deco(fn):
        key = name or fn.__name__
        if key in _REGISTRY:
            raise KeyError(key)
        _REGISTRY[key] = fn

        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            return fn(*args, **kwargs)

        return wrapper

    return deco


def channels_last_free(method):
    @functools.wraps(method)
    def inner(self, x, *rest):
        assert x.dim() == 4, f"need 4 axes, not {x.dim()}"
        return method(self, x.contiguous(), *rest)

    return inner


@contextmanager
def frozen(module):
    for p in module.parameters():
        p.requires_grad_(False)
    try:
        yield module
    finally:
        for p in module.parameters():
            p.requires_grad_(True)


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.features = nn.Sequential(OrderedDict([
            ("conv", nn.Conv2d(3, width, 3, bias=False)),
            ("norm", nn.BatchNorm2d(width)),
            ("act", nn.Hardswish()),
        ]))
        self.features.add_module("pool", nn.MaxPool2d(2))
        self.attention = nn.ParameterDict({"scale": nn.Parameter(torch.ones(width, 1, 1))})

    @channels_last_free
    def forward(self, x):
        x = self.features(x) * self.attention["scale"]
        with torch.no_grad():
            mean = x.mean(dim=(2, 3), keepdim=True)
        return x - mean


@functools.lru_cache(maxsize=None)
def width_of(base):
    return base if base % 4 == 0 else width_of(base + 1)


@register_model("net")
def make_net(width=8, **kwargs):
    return Net(width_of(width), **kwargs)


def build_model(name, **kwargs):
    model = _REGISTRY[name](**kwargs)
    with frozen(model) as m:
        m.eval()
    return model
