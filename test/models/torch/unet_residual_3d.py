# layerscope: ResidualUNet3D(1, 2, f_maps=8, num_levels=3) on (1, 1, 16, 24, 20)
# Volumes: layers from an order string ('gcr'), ceil-mode pooling, sums instead of joins.
import torch
import torch.nn as nn
from functools import partial


def create_conv(in_channels, out_channels, kernel_size, order, num_groups, padding):
    modules = []
    for i, char in enumerate(order):
        if char == 'r':
            modules.append(('ReLU', nn.ReLU(inplace=True)))
        elif char == 'l':
            modules.append(('LeakyReLU', nn.LeakyReLU(inplace=True)))
        elif char == 'c':
            bias = not ('g' in order or 'b' in order)
            modules.append(('conv', nn.Conv3d(in_channels, out_channels, kernel_size, padding=padding, bias=bias)))
        elif char == 'g':
            channels = in_channels if i < order.index('c') else out_channels
            groups = 1 if channels < num_groups else num_groups
            assert channels % groups == 0
            modules.append(('groupnorm', nn.GroupNorm(num_groups=groups, num_channels=channels)))
        else:
            raise ValueError(f"Unsupported layer type '{char}'")
    return modules


class SingleConv(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel_size=3, order='gcr', num_groups=4, padding=1):
        super().__init__()
        for name, module in create_conv(in_channels, out_channels, kernel_size, order, num_groups, padding):
            self.add_module(name, module)


class ResNetBlock(nn.Module):
    def __init__(self, in_channels, out_channels, order='cgr', **kwargs):
        super().__init__()
        self.conv1 = nn.Conv3d(in_channels, out_channels, 1) if in_channels != out_channels else nn.Identity()
        self.conv2 = SingleConv(out_channels, out_channels, order=order, **kwargs)
        self.conv3 = SingleConv(out_channels, out_channels, order=''.join(c for c in order if c not in 'rl'), **kwargs)
        self.non_linearity = nn.LeakyReLU(0.1, inplace=True) if 'l' in order else nn.ReLU(inplace=True)

    def forward(self, x):
        residual = self.conv1(x)
        out = self.conv3(self.conv2(residual))
        out += residual
        return self.non_linearity(out)


def number_of_features_per_level(init_channel_number, num_levels):
    return [init_channel_number * 2 ** k for k in range(num_levels)]


class ResidualUNet3D(nn.Module):
    def __init__(self, in_channels, out_channels, f_maps=64, num_levels=4, layer_order='cgr', num_groups=4):
        super().__init__()
        if isinstance(f_maps, int):
            f_maps = number_of_features_per_level(f_maps, num_levels=num_levels)
        block = partial(ResNetBlock, order=layer_order, num_groups=num_groups)
        self.encoders = nn.ModuleList([block(a, b) for a, b in zip([in_channels, *f_maps[:-1]], f_maps)])
        self.pool = nn.MaxPool3d(2, ceil_mode=True)
        rev = list(reversed(f_maps))
        self.ups = nn.ModuleList([nn.ConvTranspose3d(a, b, 3, stride=2, padding=1) for a, b in zip(rev[:-1], rev[1:])])  # expect: checkerboard-overlap `nn.ConvTranspose3d(a, b, 3, stride=2, padding=1)`
        self.decoders = nn.ModuleList([block(b, b) for b in rev[1:]])
        self.final_conv = nn.Conv3d(f_maps[0], out_channels, 1)

    def forward(self, x):
        encoders_features = []
        for level, encoder in enumerate(self.encoders):
            x = encoder(x if level == 0 else self.pool(x))
            encoders_features.insert(0, x)
        encoders_features = encoders_features[1:]
        for up, decoder, features in zip(self.ups, self.decoders, encoders_features):
            x = up(x, output_size=features.size()[2:]) + features
            x = decoder(x)
        return self.final_conv(x)
