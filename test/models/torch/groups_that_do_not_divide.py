# layerscope: Net() on (1, 8, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(8, 12, 3, groups=3)  # expect: not-divisible `8`

    def forward(self, x):
        return self.conv(x)
