# layerscope: Net() on (1, 3, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1, padding_mode='reflection')  # expect: bad-argument `'reflection'`

    def forward(self, x):
        return self.conv(x)
