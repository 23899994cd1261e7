# layerscope: Net() on (1, 8, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(8, 12, 3, padding=1)

    def forward(self, x):
        return x + self.conv(x)  # expect: shape-mismatch `x + self.conv(x)`
