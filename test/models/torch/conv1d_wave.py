# layerscope: WaveBlock(4) on (2, 1, 200)
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import weight_norm


class CausalConv1d(nn.Conv1d):
    def __init__(self, in_channels, out_channels, kernel_size, dilation=1):
        self.__padding = (kernel_size - 1) * dilation
        super(CausalConv1d, self).__init__(in_channels, out_channels, kernel_size=kernel_size, padding=self.__padding, dilation=dilation)

    def forward(self, input):
        result = super(CausalConv1d, self).forward(input)
        if self.__padding != 0:
            return result[:, :, : -self.__padding]
        return result


class WaveBlock(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.start = weight_norm(nn.Conv1d(1, 16, 1))
        self.convs = nn.ModuleList([CausalConv1d(16, 32, 2, dilation=2**i) for i in range(depth)])
        self.skips = nn.ModuleList(nn.Conv1d(16, 16, 1) for _ in range(depth))
        self.down = nn.AvgPool1d(4)
        self.up = nn.ConvTranspose1d(16, 1, 8, stride=4, padding=2)  # expect: checkerboard-initial `nn.ConvTranspose1d(16, 1, 8, stride=4, padding=2)`

    def forward(self, x):
        x = self.start(x)
        total = 0
        for conv, skip in zip(self.convs, self.skips):
            a, b = conv(x).chunk(2, 1)
            gated = torch.tanh(a) * torch.sigmoid(b)
            x = x + skip(gated)
            total = total + x
        return self.up(self.down(F.relu(total)))
