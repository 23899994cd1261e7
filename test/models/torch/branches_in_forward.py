# layerscope: PyramidHead(levels=3, mode='sum') on (1, 12, 33, 21)
import torch
import torch.nn as nn
import torch.nn.functional as F


class PyramidPooling(nn.Module):
    def __init__(self, in_dim, reduction_dim, bins):
        super().__init__()
        self.features = []
        for bin in bins:
            self.features.append(
                nn.Sequential(nn.AdaptiveAvgPool2d(bin), nn.Conv2d(in_dim, reduction_dim, kernel_size=1, bias=False), nn.BatchNorm2d(reduction_dim), nn.ReLU(inplace=True))
            )
        self.features = nn.ModuleList(self.features)

    def forward(self, x):
        x_size = x.size()
        out = [x]
        for f in self.features:
            out.append(F.interpolate(f(x), x_size[2:], mode='bilinear', align_corners=True))
        return torch.cat(out, 1)


class PyramidHead(nn.Module):
    def __init__(self, levels, mode):
        super().__init__()
        self.mode = mode
        self.ppm = PyramidPooling(12, 4, bins=(1, 2, 3, 6)[:levels])
        self.final = nn.ModuleDict({
            'sum': nn.Conv2d(24, 6, 3, padding=1),
            'skip': nn.Identity(),
        })
        self.dilated = nn.Conv2d(6, 6, 3, padding=4, dilation=4, groups=3)

    def forward(self, x):
        h, w = x.shape[-2:]
        y = self.final[self.mode](self.ppm(x))
        if self.mode == 'sum':
            y = y + self.dilated(y)
        elif self.mode == 'skip':
            return y
        y = F.interpolate(y, size=(h * 2, w * 2), mode='nearest')
        return {'out': y, 'logits': y.softmax(dim=1)}
