# layerscope: UNet(in_channels=1, channels=[8, 16, 32]) on (2, 1, 32, 48)
# Depth is a parameter: levels live in ModuleLists and the skips in a Python list.
import torch
from torch import nn


def block(cin, cout):
    return nn.Sequential(nn.Conv2d(cin, cout, 3, padding='same'), nn.GroupNorm(4, cout), nn.SiLU())


class UNet(nn.Module):
    def __init__(self, in_channels=1, out_channels=1, channels=(16, 32, 64)):
        super().__init__()
        self.downs = nn.ModuleList()
        self.ups = nn.ModuleList()
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        for feature in channels:
            self.downs.append(block(in_channels, feature))
            in_channels = feature
        for feature in reversed(channels):
            self.ups.append(nn.ConvTranspose2d(feature * 2, feature, kernel_size=2, stride=2))  # expect: checkerboard-initial `nn.ConvTranspose2d(feature * 2, feature, kernel_size=2, stride=2)`
            self.ups.append(block(feature * 2, feature))
        self.bottleneck = block(channels[-1], channels[-1] * 2)
        self.final_conv = nn.Conv2d(channels[0], out_channels, kernel_size=1)

    def forward(self, x):
        skip_connections = []
        for down in self.downs:
            x = down(x)
            skip_connections.append(x)
            x = self.pool(x)
        x = self.bottleneck(x)
        skip_connections = skip_connections[::-1]
        for idx in range(0, len(self.ups), 2):
            x = self.ups[idx](x)
            skip_connection = skip_connections[idx // 2]
            if x.shape != skip_connection.shape:
                x = nn.functional.interpolate(x, size=skip_connection.shape[2:])
            concat_skip = torch.cat((skip_connection, x), dim=1)
            x = self.ups[idx + 1](concat_skip)
        return self.final_conv(x)
