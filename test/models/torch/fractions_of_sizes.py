# layerscope: Net() on (1, 3, 36, 52)
# Sizes computed by fractions: int(H * 0.5), H / 2, round, scale factors by division.
import math
import torch
from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.out = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        h, w = x.shape[2:]
        y = F.interpolate(self.conv(x), size=(int(h * 0.5), int(w * 0.5)), mode="bilinear", align_corners=False)
        y = F.interpolate(y, size=(int(h / 4), math.floor(w / 4)))
        y = F.interpolate(y, scale_factor=h / y.size(2))
        y = F.interpolate(y, size=[int(s * 0.25) for s in x.shape[2:]])
        y = F.interpolate(y, (int(math.ceil(h / 2)), int(round(w / 2))))
        y = F.adaptive_avg_pool2d(y, (h // 4, int(w // 4)))
        y = F.interpolate(y, scale_factor=1 / 0.5)
        y = F.interpolate(y, size=(int(torch.div(h, 2, rounding_mode="floor")) if False else h // 2, w // 2))
        return self.out(y)
