# layerscope: Net() on (2, 3, 45, 61)
# Any size fits: what upsampling does not reach is padded, by the difference of the shapes.
import torch
import torch.nn.functional as F
from torch import nn


def conv(i, o, k=3):
    return nn.Sequential(nn.Conv2d(i, o, k, padding=k // 2, bias=False), nn.BatchNorm2d(o), nn.PReLU(o))


class Up(nn.Module):
    def __init__(self, i, o, skip, learned):
        super().__init__()
        self.up = nn.ConvTranspose2d(i, o, 2, stride=2) if learned else nn.Sequential(  # expect: checkerboard-initial `nn.ConvTranspose2d(i, o, 2, stride=2)`
            nn.UpsamplingBilinear2d(scale_factor=2), nn.Conv2d(i, o, 1))
        self.mix = conv(o + skip, o)

    def forward(self, low, high):
        low = self.up(low)
        diffY, diffX = high.size()[2] - low.size()[2], high.size()[3] - low.size()[3]
        low = F.pad(low, [diffX // 2, diffX - diffX // 2, diffY // 2, diffY - diffY // 2])
        return self.mix(torch.cat([high, low], dim=1))


class Net(nn.Module):
    def __init__(self, widths=(8, 16, 24, 32)):
        super().__init__()
        self.stem = conv(3, widths[0], 5)
        self.downs = nn.ModuleList([conv(a, b) for a, b in zip(widths, widths[1:])])
        reverse = widths[::-1]
        self.ups = nn.ModuleList([Up(a, b, b, learned=n % 2 == 0) for n, (a, b) in enumerate(zip(reverse, reverse[1:]))])
        self.head = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        levels = [self.stem(x)]
        for down in self.downs:
            levels.append(down(F.avg_pool2d(levels[-1], 2)))
        x = levels.pop()
        for up in self.ups:
            x = up(x, levels.pop())
        return torch.sigmoid(self.head(x))


net = Net()
