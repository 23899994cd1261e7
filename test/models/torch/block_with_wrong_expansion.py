# layerscope: Net() on (1, 3, 32, 32)
# The next stage forgets the expansion of the block before: the number comes from an expression.
from torch import nn


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inplanes, planes):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 1)
        self.conv2 = nn.Conv2d(planes, planes * self.expansion, 3, padding=1)

    def forward(self, x):
        return self.conv2(self.conv1(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = Bottleneck(3, 8)
        self.head = nn.Conv2d(8, 10, 1)  # expect: wrong-channels `8`

    def forward(self, x):
        return self.head(self.layer1(x))
