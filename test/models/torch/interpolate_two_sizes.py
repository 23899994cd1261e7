# layerscope: Net() on (1, 3, 16, 16)
# interpolate takes a size or a factor, not both.
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return F.interpolate(x, size=(32, 32), scale_factor=2)  # expect: bad-argument `2`
