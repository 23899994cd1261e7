# layerscope: Classifier() on (1, 1, 32, 32)
# Nobody says how large the picture is: what fits is found out. The classifier's Linear fixes the product of the sides.
import torch
from torch import nn


class Hourglass(nn.Module):
    def __init__(self, width=8, depth=3):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.downs = nn.ModuleList(nn.Conv2d(width, width, 2, stride=2) for _ in range(depth))
        self.ups = nn.ModuleList(nn.ConvTranspose2d(width, width, 2, stride=2) for _ in range(depth))  # expect: checkerboard-initial `nn.ConvTranspose2d(width, width, 2, stride=2)`

    def forward(self, x):
        x = self.stem(x)
        skips = []
        for down in self.downs:
            skips.append(x)
            x = down(x)
        for up in self.ups:
            x = up(x) + skips.pop()  # expect: size-constraint `up(x) + skips.pop()`
        return x


class Classifier(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Linear(16 * 5 * 5, classes)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))
