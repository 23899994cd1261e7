# layerscope: Net() on (1, 4, 8, 8)
# Branches in a dict and in a list of lists: they compute, and their parameters do not count.
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = {
            "fine": nn.Conv2d(4, 4, 1),  # expect: unregistered-layer `nn.Conv2d(4, 4, 1)`
            "coarse": nn.Conv2d(4, 4, 3, padding=1),  # expect: unregistered-layer `nn.Conv2d(4, 4, 3, padding=1)`
        }
        self.stages = [[nn.Conv2d(8, 8, 1), nn.ReLU()] for _ in range(2)]  # expect: unregistered-layer `nn.Conv2d(8, 8, 1)`
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        x = torch.cat([branch(x) for branch in self.branches.values()], dim=1)
        for conv, act in self.stages:
            x = act(conv(x))
        return self.head(x)
