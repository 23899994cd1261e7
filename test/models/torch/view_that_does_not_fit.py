# layerscope: Net() on (2, 100)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(100, 128 * 7 * 7)
        self.up = nn.ConvTranspose2d(128, 64, 4, 2, 1)

    def forward(self, z):
        x = self.fc(z).view(-1, 128, 8, 8)  # expect: bad-reshape `-1, 128, 8, 8`
        return self.up(x)
