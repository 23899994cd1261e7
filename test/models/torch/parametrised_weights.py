# layerscope: Discriminator() on (1, 3, 16, 16)
# Weights that modules of their own compute.
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = weight_norm(nn.Conv2d(3, 8, 3))
        self.second = spectral_norm(nn.Conv2d(8, 4, 3, stride=2))
        self.head = nn.Linear(4 * 6 * 6, 1)

    def forward(self, x):
        x = self.second(self.first(x).relu())
        return self.head(x.flatten(1))
