# layerscope: net on (2, 1, 20, 20)
# Layers that take their input channels from the first input.
import torch
from torch import nn


class LeNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.net = nn.Sequential(
            nn.LazyConv2d(6, kernel_size=5, padding=2), nn.LazyBatchNorm2d(), nn.Sigmoid(),
            nn.AvgPool2d(kernel_size=2, stride=2),
            nn.LazyConv2d(16, kernel_size=5), nn.Sigmoid(),
            nn.Flatten(),
            nn.LazyLinear(120), nn.Sigmoid(), nn.LazyLinear(num_classes),
        )

    def forward(self, x):
        return self.net(x)


net = LeNet()
y = net(torch.zeros(2, 1, 20, 20))
