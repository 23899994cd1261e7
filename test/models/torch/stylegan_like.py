# layerscope: StyledGenerator(latent=16, width=24) on (2, 16)
# A mapping network, styles that scale and shift, equalised learning rates as a property of the weight, noise per pixel.
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class PixelNorm(nn.Module):
    def forward(self, x):
        return x / torch.sqrt(torch.mean(x ** 2, dim=1, keepdim=True) + 1e-8)


class EqualLinear(nn.Module):
    def __init__(self, in_dim, out_dim, bias_init=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_dim, in_dim))
        self.bias = nn.Parameter(torch.zeros(out_dim).fill_(bias_init))
        self.scale = 1 / math.sqrt(in_dim)

    def forward(self, x):
        return F.linear(x, self.weight * self.scale, self.bias)


class EqualConv2d(nn.Module):
    def __init__(self, in_channel, out_channel, kernel_size, padding=0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channel, in_channel, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channel))
        self.scale = 1 / math.sqrt(in_channel * kernel_size ** 2)
        self.padding = padding

    def forward(self, x):
        return F.conv2d(x, self.weight * self.scale, bias=self.bias, padding=self.padding)


class AdaIN(nn.Module):
    def __init__(self, channels, style_dim):
        super().__init__()
        self.norm = nn.InstanceNorm2d(channels)
        self.style = EqualLinear(style_dim, channels * 2, bias_init=1)

    def forward(self, x, style):
        gamma, beta = self.style(style).unsqueeze(2).unsqueeze(3).chunk(2, 1)
        return gamma * self.norm(x) + beta


class NoiseInjection(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, channels, 1, 1))

    def forward(self, image, noise=None):
        if noise is None:
            batch, _, height, width = image.shape
            noise = image.new_empty(batch, 1, height, width).normal_()
        return image + self.weight * noise


class StyledBlock(nn.Module):
    def __init__(self, a, b, style_dim, first=False):
        super().__init__()
        self.first = first
        if first:
            self.constant = nn.Parameter(torch.randn(1, b, 4, 4))
        else:
            self.conv1 = EqualConv2d(a, b, 3, padding=1)
        self.noise = NoiseInjection(b)
        self.adain = AdaIN(b, style_dim)

    def forward(self, x, style):
        if self.first:
            x = self.constant.repeat(style.shape[0], 1, 1, 1)
        else:
            x = self.conv1(F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=False))
        return self.adain(F.leaky_relu(self.noise(x), 0.2), style)


class StyledGenerator(nn.Module):
    def __init__(self, latent=512, width=512, n_mlp=3, steps=4):
        super().__init__()
        layers = [PixelNorm()]
        for _ in range(n_mlp):
            layers += [EqualLinear(latent, latent), nn.LeakyReLU(0.2)]
        self.style = nn.Sequential(*layers)
        widths = [width >> max(0, i - 1) for i in range(steps)]
        self.progression = nn.ModuleList(
            StyledBlock(a, b, latent, first=i == 0) for i, (a, b) in enumerate(zip([width] + widths, widths)))
        self.to_rgb = nn.ModuleList(EqualConv2d(w, 3, 1) for w in widths)

    def forward(self, z):
        style = self.style(z)
        rgb, x = None, None
        for block, to_rgb in zip(self.progression, self.to_rgb):
            x = block(x, style)
            rgb = to_rgb(x) if rgb is None else F.interpolate(rgb, scale_factor=2) + to_rgb(x)
        return rgb
