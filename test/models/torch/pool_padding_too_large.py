# layerscope: Net() on (1, 3, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(3, stride=2, padding=2)  # expect: bad-argument `2`

    def forward(self, x):
        return self.pool(x)
