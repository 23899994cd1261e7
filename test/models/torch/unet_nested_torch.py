# layerscope: NestedUNet(num_classes=2, nb_filter=(4, 8, 16, 32), deep_supervision=True) on (1, 3, 32, 48)
# UNet++: attributes made by setattr, read by getattr, a list of outputs.
import torch
from torch import nn


class VGGBlock(nn.Module):
    def __init__(self, in_channels, middle_channels, out_channels):
        super(VGGBlock, self).__init__()
        self.relu = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(in_channels, middle_channels, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(middle_channels)
        self.conv2 = nn.Conv2d(middle_channels, out_channels, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        out = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(out)))


class NestedUNet(nn.Module):
    def __init__(self, num_classes, input_channels=3, nb_filter=(32, 64, 128, 256), deep_supervision=False, **kwargs):
        super().__init__()
        self.depth = len(nb_filter)
        self.deep_supervision = deep_supervision
        self.pool = nn.MaxPool2d(2, 2)
        self.up = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)
        for j in range(self.depth):
            for i in range(self.depth - j):
                if j == 0:
                    wide = input_channels if i == 0 else nb_filter[i - 1]
                else:
                    wide = nb_filter[i] * j + nb_filter[i + 1]
                setattr(self, f'conv{i}_{j}', VGGBlock(wide, nb_filter[i], nb_filter[i]))
        heads = self.depth - 1 if deep_supervision else 1
        self.finals = nn.ModuleList([nn.Conv2d(nb_filter[0], num_classes, kernel_size=1) for _ in range(heads)])

    def forward(self, input):
        x = {}
        for j in range(self.depth):
            for i in range(self.depth - j):
                block = getattr(self, f'conv{i}_{j}')
                if j == 0:
                    x[i, 0] = block(input if i == 0 else self.pool(x[i - 1, 0]))
                else:
                    x[i, j] = block(torch.cat([x[i, k] for k in range(j)] + [self.up(x[i + 1, j - 1])], 1))
        if self.deep_supervision:
            return [final(x[0, j + 1]) for j, final in enumerate(self.finals)]
        return self.finals[0](x[0, self.depth - 1])
