# layerscope: Vocoder() on (1, 8, 40)
# Both forms of weight_norm and spectral_norm, chosen by a flag, made by a helper, removed again.
import torch
from torch import nn
from torch.nn.utils import remove_weight_norm, spectral_norm, weight_norm
from torch.nn.utils.parametrizations import weight_norm as new_weight_norm


def init_weights(m, mean=0.0, std=0.01):
    if m.__class__.__name__.find("Conv") != -1:
        m.weight.data.normal_(mean, std)


def normed(module, use=True):
    return weight_norm(module) if use else module


class Block(nn.Module):
    def __init__(self, channels, dilations=(1, 3)):
        super().__init__()
        self.convs = nn.ModuleList([
            normed(nn.Conv1d(channels, channels, 3, dilation=d, padding=d)) for d in dilations
        ])
        self.convs.apply(init_weights)

    def forward(self, x):
        for conv in self.convs:
            x = x + conv(torch.relu(x))
        return x

    def remove_weight_norm(self):
        for conv in self.convs:
            remove_weight_norm(conv)


class Vocoder(nn.Module):
    def __init__(self):
        super().__init__()
        norm = spectral_norm if False else weight_norm
        self.first = norm(nn.Conv1d(8, 16, 7, padding=3))
        self.up = weight_norm(nn.ConvTranspose1d(16, 8, 8, 4, padding=2), dim=1)  # expect: checkerboard-initial `nn.ConvTranspose1d(16, 8, 8, 4, padding=2)`
        self.block = Block(8)
        self.block.remove_weight_norm()
        self.judge = spectral_norm(nn.Conv1d(8, 4, 3), n_power_iterations=2)
        self.last = new_weight_norm(nn.Linear(158, 5), dim=None)
        self.first.weight_g.data.fill_(1.0)

    def forward(self, x):
        x = self.block(self.up(self.first(x)))
        return self.last(self.judge(x))
