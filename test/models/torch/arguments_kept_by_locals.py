# layerscope: Unet(dim=8).with_options(channels=4) on (1, 4, 16, 16)
# A model that keeps its arguments by locals() to make itself again, a layer class that hands its arguments on, and one that is passed in.
import torch
from torch import nn


class Norm(nn.GroupNorm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


class Block(nn.Module):
    def __init__(self, in_channels, out_channels, which_conv=nn.Conv2d, activation=None):
        super().__init__()
        self.conv = which_conv(in_channels, out_channels)
        self.activation = activation

    def forward(self, x):
        return self.activation(self.conv(x))


def conv(a, b):
    return nn.Conv2d(a, b, 3, padding=1)


class Unet(nn.Module):
    def __init__(self, dim, channels=3, *, groups=2):
        super().__init__()
        self._locals = locals()
        self._locals.pop("self", None)
        self._locals.pop("__class__", None)
        self.first = Block(channels, dim, which_conv=conv, activation=nn.SiLU())
        self.norm = Norm(groups, dim)
        self.last = nn.Conv2d(dim, channels, 1)

    def with_options(self, **options):
        return self.__class__(**{**self._locals, **options})

    def forward(self, x):
        return self.last(self.norm(self.first(x)))
