# layerscope: ShuffleUnit(24, 24, groups=3) on (2, 24, 14, 14)
import torch
import torch.nn as nn


def channel_shuffle(x, groups: int):
    batchsize, num_channels, height, width = x.data.size()
    channels_per_group = num_channels // groups
    x = x.view(batchsize, groups, channels_per_group, height, width)
    x = torch.transpose(x, 1, 2).contiguous()
    x = x.view(batchsize, -1, height, width)
    return x


class ShuffleUnit(nn.Module):
    def __init__(self, cin, cout, groups=3):
        super().__init__()
        self.groups = groups
        mid = cout // 4
        self.compress = nn.Conv2d(cin // 2, mid, 1, groups=groups)
        self.depthwise = nn.Conv2d(mid, mid, 3, padding=1, groups=mid)
        self.expand = nn.Conv2d(mid, cout // 2, 1)
        self.unshuffle = nn.PixelUnshuffle(2)
        self.act = nn.Mish()

    def forward(self, x):
        left, right = x.chunk(2, dim=1)
        a, b = torch.split(right, [6, 6], dim=1)
        right = torch.cat([b, a], 1)
        right = self.expand(self.depthwise(channel_shuffle(self.compress(right), self.groups)))
        out = channel_shuffle(torch.cat((left, right), dim=1), 2)
        return self.unshuffle(self.act(out)), torch.roll(out, shifts=1, dims=3), out[..., 1:-1, ::2]
