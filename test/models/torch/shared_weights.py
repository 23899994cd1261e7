# layerscope: Siamese() on (2, 1, 28, 28), (2, 1, 28, 28)
# One tower is run on two inputs, one layer is called twice, and two layers share one weight.
import torch
import torch.nn as nn


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.tower = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
        self.embed = nn.Linear(8 * 13 * 13, 64)
        self.act = nn.Tanh()
        self.mix = nn.Linear(64, 64)
        self.unmix = nn.Linear(64, 64)
        self.unmix.weight = self.mix.weight
        self.out = nn.Linear(64, 1)

    def forward(self, a, b):
        a = self.act(self.embed(self.tower(a)))
        b = self.act(self.embed(self.tower(b)))
        d = torch.abs(self.mix(a) - self.unmix(b))
        return self.out(d)
