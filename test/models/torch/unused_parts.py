# layerscope: Net() on (1, 3, 16, 16)
# Modules that are registered and never called count; a plain list of layers does not.
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.auxiliary = nn.Linear(10, 10)
        self.extra = [nn.Conv2d(4, 4, 1), nn.Conv2d(4, 5, 1)]  # expect: unregistered-layer `nn.Conv2d(4, 4, 1)` # expect: unregistered-layer `nn.Conv2d(4, 5, 1)`

    def forward(self, x):
        x = self.conv(x)
        for layer in self.extra:
            x = layer(x)
        return x
