# layerscope: InceptionNet() on (1, 3, 35, 35)
import torch
import torch.nn as nn
import torch.nn.functional as F


class BasicConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, **kwargs):
        super(BasicConv2d, self).__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=False, **kwargs)
        self.bn = nn.BatchNorm2d(out_channels, eps=0.001)

    def forward(self, x):
        x = self.conv(x)
        x = self.bn(x)
        return F.relu(x, inplace=True)


class InceptionA(nn.Module):
    def __init__(self, in_channels, pool_features, conv_block=None):
        super().__init__()
        conv_block = conv_block or BasicConv2d
        self.branch1x1 = conv_block(in_channels, 64, kernel_size=1)
        self.branch5x5_1 = conv_block(in_channels, 48, kernel_size=1)
        self.branch5x5_2 = conv_block(48, 64, kernel_size=5, padding=2)
        self.branch7x7_1 = conv_block(in_channels, 32, kernel_size=(1, 7), padding=(0, 3))
        self.branch7x7_2 = conv_block(32, 96, kernel_size=(7, 1), padding=(3, 0))
        self.branch_pool = conv_block(in_channels, pool_features, kernel_size=1)

    def _forward(self, x):
        branch1x1 = self.branch1x1(x)
        branch5x5 = self.branch5x5_2(self.branch5x5_1(x))
        branch7x7 = self.branch7x7_2(self.branch7x7_1(x))
        branch_pool = F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)
        branch_pool = self.branch_pool(branch_pool)
        return [branch1x1, branch5x5, branch7x7, branch_pool]

    def forward(self, x):
        outputs = self._forward(x)
        return torch.cat(outputs, 1)


class InceptionNet(nn.Module):
    def __init__(self, num_classes=7):
        super().__init__()
        self.stem = BasicConv2d(3, 32, kernel_size=3, stride=2)
        self.mixed1 = InceptionA(32, pool_features=32)
        self.mixed2 = InceptionA(256, pool_features=64)
        self.fc = nn.Linear(288, num_classes)

    def forward(self, x):
        x = self.stem(x)
        x = F.max_pool2d(x, kernel_size=3, stride=2)
        x = self.mixed2(self.mixed1(x))
        x = F.adaptive_avg_pool2d(x, 1)
        x = F.dropout(x, training=self.training)
        return self.fc(torch.flatten(x, start_dim=1))
