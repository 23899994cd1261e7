# layerscope: Net() on (1, 3, 16, 16)
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return F.interpolate(x, scale=2, mode='nearest')  # expect: unknown-argument `scale=2`
