# layerscope: UNet() on (1, 1, 140, 124)
# Convolutions without padding; the skip is cropped in the middle, by differences of sizes.
import torch
import torch.nn as nn


def center_crop(tensor, target):
    dy, dx = [(a - b) // 2 for a, b in zip(tensor.shape[-2:], target.shape[-2:])]
    return tensor[:, :, dy:dy + target.shape[-2], dx:dx + target.shape[-1]]


class Double(nn.Sequential):
    def __init__(self, a, b):
        super().__init__(nn.Conv2d(a, b, 3), nn.ReLU(True), nn.Conv2d(b, b, 3), nn.ReLU(True))


class UNet(nn.Module):
    widths = 8, 16, 32

    def __init__(self, classes=2):
        super().__init__()
        ins = (1,) + self.widths[:-1]
        self.down = nn.ModuleList(Double(*pair) for pair in zip(ins, self.widths))
        self.up = nn.ModuleList()
        self.reduce = nn.ModuleList()
        for narrow, wide in list(zip(self.widths, self.widths[1:]))[::-1]:
            self.up += [nn.ConvTranspose2d(wide, narrow, 2, 2)]  # expect: checkerboard-initial `nn.ConvTranspose2d(wide, narrow, 2, 2)`
            self.reduce.append(Double(wide, narrow))
        self.head = nn.Conv2d(self.widths[0], classes, 1)

    def forward(self, x):
        skips = []
        for block in self.down[:-1]:
            x = block(x)
            skips.append(x)
            x = nn.functional.max_pool2d(x, 2)
        x = self.down[-1](x)
        for up, reduce in zip(self.up, self.reduce):
            x = up(x)
            x = reduce(torch.cat((center_crop(skips.pop(), x), x), dim=1))
        return self.head(x)
