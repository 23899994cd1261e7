# layerscope: Net() on (4, 1, 28, 28)
from torch import nn


class Net(nn.Module):
    def __init__(self, width=12):
        super().__init__()
        self.conv = nn.Conv2d(1, width, 3)
        self.norm = nn.BatchNorm2d(16)  # expect: wrong-channels `16`

    def forward(self, x):
        return self.norm(self.conv(x))
