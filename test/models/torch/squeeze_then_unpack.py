# layerscope: Net() on (2, 3, 16, 16)
# Three sizes are unpacked from four axes.
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        x = self.conv(x)
        c, h, w = x.shape  # expect: not-inferred `x.shape`
        return x.view(c, h * w)
