# layerscope: Net() on (1, 8, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(8, 12, kernal_size=3)  # expect: unknown-argument `kernal_size=3`

    def forward(self, x):
        return self.conv(x)
