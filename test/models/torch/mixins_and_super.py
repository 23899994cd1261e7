# layerscope: DeepNet(depth=3) on (1, 3, 24, 24)
# Multiple inheritance: cooperative super().__init__ with keywords, a property that builds, __getattr__ of Module, class methods.
from abc import ABC, abstractmethod
import torch
from torch import nn


class ConfigMixin:
    defaults = {"width": 8, "act": "relu"}

    def __init__(self, *args, **kwargs):
        self._config = {**self.defaults, **{k: kwargs.pop(k) for k in list(kwargs) if k in self.defaults}}
        super().__init__(*args, **kwargs)

    @property
    def width(self):
        return self._config["width"]

    @classmethod
    def small(cls, **kw):
        return cls(width=4, **kw)


class Backbone(nn.Module, ABC):
    def __init__(self, depth):
        super().__init__()
        self.blocks = nn.ModuleList(self.make_block(i) for i in range(depth))

    @abstractmethod
    def make_block(self, index):
        ...

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.post(x)

    def post(self, x):
        return x


class DeepNet(ConfigMixin, Backbone):
    ACTS = {"relu": nn.ReLU, "gelu": nn.GELU}

    def make_block(self, index):
        wide = self.width * (index + 1)
        narrow = 3 if index == 0 else self.width * index
        return nn.Sequential(nn.Conv2d(narrow, wide, 3, padding=1), self.ACTS[self._config["act"]]())

    def post(self, x):
        x = super().post(x)
        return torch.flatten(nn.functional.adaptive_avg_pool2d(x, (1, 1)), 1)


small = DeepNet.small(depth=2, act="gelu")
