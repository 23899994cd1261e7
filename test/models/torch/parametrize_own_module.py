# layerscope: Net() on (1, 4, 12, 12)
# register_parametrization with modules of one's own; one of them holds weights, and two stand in a row.
import torch
from torch import nn
from torch.nn.utils import parametrize


class Symmetric(nn.Module):
    def forward(self, weight):
        return weight.triu() + weight.triu(1).transpose(-1, -2)


class Scaled(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(channels, 1, 1, 1))

    def forward(self, weight):
        return self.scale * weight


class Centred(nn.Module):
    def forward(self, weight):
        return weight - weight.mean(dim=(1, 2, 3), keepdim=True)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 6, 3, padding=1)
        parametrize.register_parametrization(self.conv, "weight", Centred())
        parametrize.register_parametrization(self.conv, "weight", Scaled(6))
        self.mix = nn.Linear(12, 12)
        parametrize.register_parametrization(self.mix, "weight", Symmetric())
        self.last = nn.Conv2d(6, 2, 1)

    def forward(self, x):
        assert parametrize.is_parametrized(self.conv)
        return self.last(self.mix(self.conv(x)))
