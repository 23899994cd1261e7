# layerscope: Net() on (1, 3, 3, 3)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pad = nn.ReflectionPad2d(3)  # expect: bad-argument `3`
        self.conv = nn.Conv2d(3, 8, 7)

    def forward(self, x):
        return self.conv(self.pad(x))
