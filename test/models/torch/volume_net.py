# layerscope: Volume() on (1, 2, 9, 16, 16)
import torch
import torch.nn as nn


class Volume(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(2, 8, 3, padding=(1, 1, 0), stride=(1, 2, 2))
        self.norm = nn.InstanceNorm3d(8, affine=True)
        self.drop = nn.Dropout3d(0.1)
        self.pool = nn.MaxPool3d(2, ceil_mode=True)
        self.up = nn.ConvTranspose3d(8, 4, (3, 2, 2), stride=(2, 2, 2), output_padding=(1, 0, 0))  # expect: checkerboard-overlap `nn.ConvTranspose3d(8, 4, (3, 2, 2), stride=(2, 2, 2), output_padding=(1, 0, 0))`
        self.grow = nn.Upsample(size=(9, 16, 16), mode='trilinear')

    def forward(self, x):
        y = self.drop(self.norm(self.conv(x)))
        return self.grow(self.up(self.pool(y)))
