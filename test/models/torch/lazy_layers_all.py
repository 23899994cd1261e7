# layerscope: Net() on (2, 3, 20, 20)
# Layers that take their sizes from the first input.
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.LazyConv2d(8, 3), nn.LazyBatchNorm2d(), nn.ReLU(),
            nn.LazyConvTranspose2d(6, 4, stride=2, padding=1),  # expect: checkerboard-initial `nn.LazyConvTranspose2d(6, 4, stride=2, padding=1)`
            nn.LazyInstanceNorm2d(affine=True),
        )
        self.flat = nn.LazyConv1d(5, 3)
        self.norm = nn.LazyBatchNorm1d()
        self.head = nn.LazyLinear(3)

    def forward(self, x):
        x = self.net(x)
        x = self.norm(self.flat(x.flatten(2)))
        return self.head(x.mean(-1))
