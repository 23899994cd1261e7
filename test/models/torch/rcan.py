# layerscope: make_model(Args(n_resgroups=2, n_resblocks=2, n_feats=16, scale=[3])) on (1, 3, 16, 20)
# Channel attention in groups of residual blocks; the options are a dataclass, an `args` is passed everywhere.
import math
from dataclasses import dataclass, field
from torch import nn


@dataclass
class Args:
    n_resgroups: int = 10
    n_resblocks: int = 20
    n_feats: int = 64
    reduction: int = 4
    scale: list = field(default_factory=lambda: [2])
    n_colors: int = 3
    res_scale: float = 1.0


def make_model(args, parent=False):
    return RCAN(args)


def default_conv(in_channels, out_channels, kernel_size, bias=True):
    return nn.Conv2d(in_channels, out_channels, kernel_size, padding=(kernel_size // 2), bias=bias)


class CALayer(nn.Module):
    def __init__(self, channel, reduction=16):
        super().__init__()
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.conv_du = nn.Sequential(
            nn.Conv2d(channel, channel // reduction, 1, padding=0, bias=True), nn.ReLU(inplace=True),
            nn.Conv2d(channel // reduction, channel, 1, padding=0, bias=True), nn.Sigmoid())

    def forward(self, x):
        return x * self.conv_du(self.avg_pool(x))


class RCAB(nn.Module):
    def __init__(self, conv, n_feat, kernel_size, reduction, bias=True, bn=False, act=nn.ReLU(True), res_scale=1):
        super().__init__()
        modules_body = []
        for i in range(2):
            modules_body.append(conv(n_feat, n_feat, kernel_size, bias=bias))
            if bn: modules_body.append(nn.BatchNorm2d(n_feat))
            if i == 0: modules_body.append(act)
        modules_body.append(CALayer(n_feat, reduction))
        self.body = nn.Sequential(*modules_body)
        self.res_scale = res_scale

    def forward(self, x):
        res = self.body(x)
        res += x
        return res


class Upsampler(nn.Sequential):
    def __init__(self, conv, scale, n_feats, bn=False, act=False, bias=True):
        m = []
        if (scale & (scale - 1)) == 0:
            for _ in range(int(math.log(scale, 2))):
                m.append(conv(n_feats, 4 * n_feats, 3, bias))
                m.append(nn.PixelShuffle(2))
        elif scale == 3:
            m.append(conv(n_feats, 9 * n_feats, 3, bias))
            m.append(nn.PixelShuffle(3))  # expect: checkerboard-initial `nn.PixelShuffle(3)`
        else:
            raise NotImplementedError
        super(Upsampler, self).__init__(*m)


class RCAN(nn.Module):
    def __init__(self, args, conv=default_conv):
        super().__init__()
        n_feats, kernel_size, scale = args.n_feats, 3, args.scale[0]
        act = nn.ReLU(True)
        modules_head = [conv(args.n_colors, n_feats, kernel_size)]
        group = lambda: nn.Sequential(*[RCAB(conv, n_feats, kernel_size, args.reduction, act=act) for _ in range(args.n_resblocks)],
                                      conv(n_feats, n_feats, kernel_size))
        modules_body = [group() for _ in range(args.n_resgroups)]
        modules_body.append(conv(n_feats, n_feats, kernel_size))
        modules_tail = [Upsampler(conv, scale, n_feats, act=False), conv(n_feats, args.n_colors, kernel_size)]
        self.head = nn.Sequential(*modules_head)
        self.body = nn.Sequential(*modules_body)
        self.tail = nn.Sequential(*modules_tail)

    def forward(self, x):
        x = self.head(x)
        res = self.body(x)
        res += x
        return self.tail(res)
