# layerscope: Net() on (1, 3, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 24, 3), nn.GroupNorm(4, 32), nn.ReLU())  # expect: wrong-channels `32`

    def forward(self, x):
        return self.body(x)
