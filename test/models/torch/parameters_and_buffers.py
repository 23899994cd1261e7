# layerscope: StyledConv(8, 12) on (2, 8, 16, 16)
import math

import torch
from torch import nn
from torch.nn import functional as F


class EqualConv2d(nn.Module):
    def __init__(self, in_channel, out_channel, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channel, in_channel, kernel_size, kernel_size))
        self.scale = 1 / math.sqrt(in_channel * kernel_size**2)
        self.stride = stride
        self.padding = padding
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_channel))
        else:
            self.bias = None

    def forward(self, input):
        return F.conv2d(input, self.weight * self.scale, bias=self.bias, stride=self.stride, padding=self.padding)


class NoiseInjection(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, image, noise=None):
        if noise is None:
            batch, _, height, width = image.shape
            noise = image.new_empty(batch, 1, height, width).normal_()
        return image + self.weight * noise


class Blur(nn.Module):
    def __init__(self, kernel=(1, 3, 3, 1)):
        super().__init__()
        k = torch.tensor(kernel, dtype=torch.float32)
        k = k[None, :] * k[:, None]
        k /= k.sum()
        self.register_buffer('kernel', k[None, None])

    def forward(self, x):
        c = x.shape[1]
        return F.conv2d(F.pad(x, (2, 1, 2, 1)), self.kernel.expand(c, -1, -1, -1), groups=c)


class StyledConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.constant = nn.Parameter(torch.ones(1, cin, 1, 1), requires_grad=False)
        self.conv = EqualConv2d(cin, cout, 3, padding=1)
        self.noise = NoiseInjection()
        self.blur = Blur()
        self.gain = torch.nn.parameter.Parameter(torch.empty((1, cout, 1, 1)))
        self.register_parameter('unused', None)
        self.up = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=False)

    def forward(self, x):
        out = self.conv(self.up(x * self.constant))
        return self.noise(self.blur(out)) * self.gain
