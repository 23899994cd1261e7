"""Sub-pixel super-resolution: the network stays at low resolution until its very last step."""

# layerscope: SuperResolution(scale=3) on (1, 1, 64, 64)
import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, kernel_size=3, padding=1)
        self.act = nn.PReLU(width)
        self.conv2 = nn.Conv2d(width, width, kernel_size=3, padding=1)

    def forward(self, x):
        return x + self.conv2(self.act(self.conv1(x)))


class SuperResolution(nn.Module):
    def __init__(self, scale=2, width=32, blocks=3, channels=1):
        super().__init__()
        self.head = nn.Conv2d(channels, width, kernel_size=5, padding=2)
        self.body = nn.Sequential(*[ResidualBlock(width) for _ in range(blocks)])
        # One convolution makes scale x scale pixels for every pixel; the shuffle only puts them in their places.
        self.expand = nn.Conv2d(width, channels * scale**2, kernel_size=3, padding=1)
        self.shuffle = nn.PixelShuffle(scale)

    def forward(self, image):
        features = torch.relu(self.head(image))
        features = features + self.body(features)
        return torch.sigmoid(self.shuffle(self.expand(features)))


if __name__ == "__main__":
    model = SuperResolution(scale=3)
    picture = torch.rand(1, 1, 64, 64)
    print(model(picture).shape, sum(p.numel() for p in model.parameters()))
