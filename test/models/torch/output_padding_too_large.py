# layerscope: Net() on (1, 8, 16, 16)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(8, 4, kernel_size=3, stride=2, padding=1, output_padding=2)  # expect: bad-argument `2`

    def forward(self, x):
        return self.up(x)
