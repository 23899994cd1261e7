# layerscope: SegNet() on (1, 3, 32, 32)
import torch
import torch.nn as nn
import torch.nn.functional as F


class SegNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc1 = nn.Conv2d(3, 8, 3, padding=1)
        self.enc2 = nn.Conv2d(8, 16, 3, padding=1)
        self.pool = nn.MaxPool2d(2, stride=2, return_indices=True)
        self.unpool = nn.MaxUnpool2d(2, stride=2)
        self.dec2 = nn.Conv2d(16, 8, 3, padding=1)
        self.dec1 = nn.Conv2d(8, 4, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.enc1(x))
        size1 = x.size()
        x, idx1 = self.pool(x)
        x = F.relu(self.enc2(x))
        x, idx2 = F.max_pool2d(x, kernel_size=2, stride=2, return_indices=True)
        x = F.max_unpool2d(x, idx2, kernel_size=2, stride=2)
        x = F.relu(self.dec2(x))
        x = self.unpool(x, idx1, output_size=size1)
        return self.dec1(x)
