# layerscope: Up(16, 8) on (1, 16, 9, 9), (1, 8, 20, 20)
# Two inputs whose sizes do not meet.
import torch
from torch import nn


class Up(nn.Module):
    def __init__(self, low, skip):
        super().__init__()
        self.up = nn.Upsample(scale_factor=2)
        self.conv = nn.Conv2d(low + skip, skip, 3, padding=1)

    def forward(self, low, skip):
        return self.conv(torch.cat((self.up(low), skip), 1))  # expect: shape-mismatch `(self.up(low), skip)`
