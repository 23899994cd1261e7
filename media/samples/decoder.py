"""A decoder that grows a picture from a code with transposed convolutions: three kernels, three kinds of overlap."""

# layerscope: Decoder(code=64) on (1, 64)
import torch
from torch import nn


class Decoder(nn.Module):
    def __init__(self, code=64, width=64):
        super().__init__()
        self.width = width
        self.project = nn.Linear(code, width * 8 * 8)
        self.up = nn.Sequential(
            # 3 is no multiple of 2: neighbouring pixels are fed by different numbers of taps.
            nn.ConvTranspose2d(width, width // 2, kernel_size=3, stride=2, padding=1, output_padding=1),
            nn.BatchNorm2d(width // 2),
            nn.ReLU(inplace=True),
            # 4 is: every pixel gets the same number of taps.
            nn.ConvTranspose2d(width // 2, width // 4, kernel_size=4, stride=2, padding=1),
            nn.BatchNorm2d(width // 4),
            nn.ReLU(inplace=True),
            # No overlap at all: each input pixel paints its own square.
            nn.ConvTranspose2d(width // 4, 3, kernel_size=2, stride=2),
        )

    def forward(self, code):
        x = self.project(code).view(-1, self.width, 8, 8)
        return torch.sigmoid(self.up(x))


if __name__ == "__main__":
    decoder = Decoder()
    print(decoder(torch.randn(1, 64)).shape)
