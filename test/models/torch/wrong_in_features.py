# layerscope: Net() on (4, 1, 28, 28)
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2))
        self.fc = nn.Linear(8 * 14 * 14, 10)  # expect: wrong-channels `8 * 14 * 14`

    def forward(self, x):
        x = self.features(x)
        return self.fc(torch.flatten(x, 1))
