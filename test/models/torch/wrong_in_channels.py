# layerscope: Net() on (1, 3, 32, 32)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 16, 3, padding=1)
        self.second = nn.Conv2d(
            32,  # expect: wrong-channels `32`
            16,
            kernel_size=3,
        )
        self.third = nn.Conv2d(16, 8, 1)

    def forward(self, x):
        return self.third(self.second(self.first(x)))
