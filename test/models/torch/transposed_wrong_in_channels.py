# layerscope: Decoder() on (1, 64, 4, 4)
from torch import nn


class Decoder(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.ConvTranspose2d(64, 32, 4, 2, 1),  # expect: checkerboard-initial `nn.ConvTranspose2d(64, 32, 4, 2, 1)`
            nn.ReLU(),
            nn.ConvTranspose2d(64, 16, kernel_size=4, stride=2, padding=1),  # expect: wrong-channels `64`
            nn.Tanh(),
        )
