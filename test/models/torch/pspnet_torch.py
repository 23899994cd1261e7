# layerscope: PSPNet(n_classes=5) on (1, 3, 48, 72)
# Pyramid pooling with adaptive averages, interpolation to a size taken from the tensor, an auxiliary output in training.
import torch
from torch import nn
from torch.nn import functional as F


class PSPModule(nn.Module):
    def __init__(self, features, out_features=16, sizes=(1, 2, 3, 6)):
        super().__init__()
        self.stages = nn.ModuleList([self._make_stage(features, size) for size in sizes])
        self.bottleneck = nn.Conv2d(features * (len(sizes) + 1), out_features, kernel_size=1)
        self.relu = nn.ReLU()

    def _make_stage(self, features, size):
        prior = nn.AdaptiveAvgPool2d(output_size=(size, size))
        conv = nn.Conv2d(features, features, kernel_size=1, bias=False)
        return nn.Sequential(prior, conv)

    def forward(self, feats):
        h, w = feats.size(2), feats.size(3)
        priors = [F.interpolate(input=stage(feats), size=(h, w), mode='bilinear', align_corners=False)
                  for stage in self.stages] + [feats]
        bottle = self.bottleneck(torch.cat(priors, 1))
        return self.relu(bottle)


class PSPUpsample(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.BatchNorm2d(out_channels), nn.PReLU())

    def forward(self, x):
        h, w = 2 * x.size(2), 2 * x.size(3)
        p = F.interpolate(input=x, size=(h, w), mode='bilinear', align_corners=True)
        return self.conv(p)


class PSPNet(nn.Module):
    def __init__(self, n_classes=18, sizes=(1, 2, 3, 6), psp_size=24):
        super().__init__()
        self.feats = nn.Sequential(nn.Conv2d(3, 12, 7, 2, 3), nn.ReLU(), nn.Conv2d(12, psp_size, 3, 2, 2, dilation=2), nn.ReLU())
        self.psp = PSPModule(psp_size, 16, sizes)
        self.drop_1 = nn.Dropout2d(p=0.3)
        self.ups = nn.Sequential(PSPUpsample(16, 8), PSPUpsample(8, 8))
        self.final = nn.Sequential(nn.Conv2d(8, n_classes, kernel_size=1), nn.LogSoftmax(dim=1))
        self.classifier = nn.Sequential(nn.Linear(psp_size, 16), nn.ReLU(), nn.Linear(16, n_classes))

    def forward(self, x):
        f = self.feats(x)
        p = self.drop_1(self.psp(f))
        p = self.ups(p)
        auxiliary = F.adaptive_max_pool2d(input=f, output_size=(1, 1)).view(-1, f.size(1))
        return self.final(p), self.classifier(auxiliary)
