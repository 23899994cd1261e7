# layerscope: Net() on (1, 3, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8)  # expect: bad-argument `nn.Conv2d(3, 8)`

    def forward(self, x):
        return self.conv(x)
