import torch
import torch.nn as nn

from . import blocks


class UNet(nn.Module):
    def __init__(self, channels, classes, width=4, block=blocks.Plain):
        super().__init__()
        self.one = block(channels, width)
        self.two = block(width, width * 2)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(width * 2, width, 2, 2)  # expect: checkerboard-initial `nn.ConvTranspose2d(width * 2, width, 2, 2)`
        self.three = block(width * 2, width)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        skip = self.one(x)
        x = self.up(self.two(self.pool(skip)))
        return self.head(self.three(torch.cat([skip, x], dim=1)))
