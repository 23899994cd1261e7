# layerscope: Net() on (1, 3, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 4, 3), nn.MaxPool2d(4))
        self.last = nn.Conv2d(4, 4, 5)

    def forward(self, x):
        return self.last(self.body(x))  # expect: shape-mismatch `self.body(x)`
