# layerscope: RDN(scale_factor=4, num_features=8, growth_rate=4, num_blocks=3, num_layers=2) on (1, 3, 20, 24)
# Residual dense network: growing joins inside, all blocks joined outside, two pixel shuffles for 4x.
import torch
from torch import nn


class DenseLayer(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=3 // 2)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return torch.cat([x, self.relu(self.conv(x))], 1)


class RDB(nn.Module):
    def __init__(self, in_channels, growth_rate, num_layers):
        super().__init__()
        self.layers = nn.Sequential(*[DenseLayer(in_channels + growth_rate * i, growth_rate) for i in range(num_layers)])
        self.lff = nn.Conv2d(in_channels + growth_rate * num_layers, growth_rate, kernel_size=1)

    def forward(self, x):
        return x + self.lff(self.layers(x))


class RDN(nn.Module):
    def __init__(self, scale_factor, num_features, growth_rate, num_blocks, num_layers, num_channels=3):
        super().__init__()
        self.G0, self.G, self.D = num_features, growth_rate, num_blocks
        self.sfe1 = nn.Conv2d(num_channels, num_features, kernel_size=3, padding=3 // 2)
        self.sfe2 = nn.Conv2d(num_features, growth_rate, kernel_size=3, padding=3 // 2)
        self.rdbs = nn.ModuleList([RDB(self.G, self.G, num_layers)])
        for _ in range(self.D - 1):
            self.rdbs.append(RDB(self.G, self.G, num_layers))
        self.gff = nn.Sequential(nn.Conv2d(self.G * self.D, self.G0, 1), nn.Conv2d(self.G0, self.G0, 3, padding=1))
        assert 2 <= scale_factor <= 4
        if scale_factor == 2 or scale_factor == 4:
            self.upscale = []
            for _ in range(scale_factor // 2):
                self.upscale.extend([nn.Conv2d(self.G0, self.G0 * (2 ** 2), 3, padding=1), nn.PixelShuffle(2)])  # expect: checkerboard-initial `nn.PixelShuffle(2)`
            self.upscale = nn.Sequential(*self.upscale)
        else:
            self.upscale = nn.Sequential(nn.Conv2d(self.G0, self.G0 * (scale_factor ** 2), 3, padding=1),
                                         nn.PixelShuffle(scale_factor))
        self.output = nn.Conv2d(self.G0, num_channels, kernel_size=3, padding=3 // 2)

    def forward(self, x):
        sfe1 = self.sfe1(x)
        x = self.sfe2(sfe1)
        local_features = []
        for i in range(self.D):
            x = self.rdbs[i](x)
            local_features.append(x)
        x = self.gff(torch.cat(local_features, 1)) + sfe1
        return self.output(self.upscale(x))
