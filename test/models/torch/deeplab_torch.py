# layerscope: DeepLab(Config(classes=4)) on (1, 3, 64, 96)
# DeepLab v3+: separable atrous convolutions, global pooling, output stride from a config object with properties.
import torch
import torch.nn as nn
import torch.nn.functional as F


class Config:
    def __init__(self, **overrides):
        self.classes = 21
        self.output_stride = 8
        self.width = 16
        self.__dict__.update(overrides)

    @property
    def rates(self):
        return {16: (1, 6, 12, 18), 8: (1, 12, 24, 36)}[self.output_stride]

    @property
    def dilated(self):
        return self.output_stride == 8


class SeparableConv(nn.Sequential):
    def __init__(self, a, b, k=3, stride=1, dilation=1):
        super().__init__(
            nn.Conv2d(a, a, k, stride, padding=dilation * (k // 2), dilation=dilation, groups=a, bias=False),
            nn.Conv2d(a, b, 1, bias=False),
            nn.BatchNorm2d(b),
            nn.ReLU(inplace=True),
        )


class ASPP(nn.ModuleList):
    def __init__(self, a, b, rates):
        super().__init__([SeparableConv(a, b, k=1 if rate == 1 else 3, dilation=rate) for rate in rates])
        self.append(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(a, b, 1, bias=False), nn.ReLU()))

    def forward(self, x):
        outs = []
        for branch in self:
            y = branch(x)
            outs.append(y if y.shape[-2:] == x.shape[-2:] else F.interpolate(y, size=x.shape[2:], mode='bilinear'))
        return torch.cat(outs, dim=1)


class DeepLab(nn.Module):
    def __init__(self, config):
        super().__init__()
        w = config.width
        self.stem = nn.Sequential(nn.Conv2d(3, w, 3, 2, 1, bias=False), nn.BatchNorm2d(w), nn.ReLU6(inplace=True))
        self.low = SeparableConv(w, w, stride=2)
        self.mid = SeparableConv(w, 2 * w, stride=2)
        self.high = SeparableConv(2 * w, 4 * w, stride=1 if config.dilated else 2, dilation=2 if config.dilated else 1)
        self.aspp = ASPP(4 * w, w, config.rates)
        self.project = nn.Conv2d(w * (len(config.rates) + 1), w, 1)
        self.reduce = nn.Conv2d(w, 6, 1)
        self.classify = nn.Sequential(SeparableConv(w + 6, w), nn.Conv2d(w, config.classes, 1))

    def forward(self, image):
        low = self.low(self.stem(image))
        x = self.project(self.aspp(self.high(self.mid(low))))
        x = F.interpolate(x, size=low.shape[-2:], mode='bilinear', align_corners=False)
        x = self.classify(torch.cat([x, self.reduce(low)], 1))
        return F.interpolate(x, image.shape[-2:], mode='bilinear', align_corners=False)
