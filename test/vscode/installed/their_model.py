import torch
from torch import nn


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(3, 64, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(64, 32, 3, stride=2)
        self.out = nn.Conv2d(32, 3, 3, padding=1)

    def forward(self, picture):
        small = self.down(picture)
        return self.out(torch.relu(self.up(small)))


Decoder()(torch.rand(1, 3, 32, 32))
