# layerscope: Net() on (1, 3, 30, 30)
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.MaxPool2d(4)
        self.up = nn.Upsample(scale_factor=4)

    def forward(self, x):
        x = self.enc(x)
        y = self.up(self.pool(x))
        return torch.cat([x, y], dim=1)  # expect: shape-mismatch `[x, y]`
