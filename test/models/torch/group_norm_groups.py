# layerscope: Net() on (1, 3, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self, width=20):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.norm = nn.GroupNorm(num_groups=8, num_channels=width)  # expect: not-divisible `width`

    def forward(self, x):
        return self.norm(self.conv(x))
