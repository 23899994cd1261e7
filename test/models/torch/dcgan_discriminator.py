# layerscope: Discriminator(ndf=32) on (2, 3, 64, 64)
from collections import OrderedDict

from torch import nn
from torch.nn.utils import spectral_norm


class Discriminator(nn.Module):
    def __init__(self, ndf=64, nc=3, n_layers=4):
        super().__init__()
        layers = [('conv0', spectral_norm(nn.Conv2d(nc, ndf, 4, 2, 1))), ('act0', nn.LeakyReLU(0.2, inplace=True))]
        channels = ndf
        for i in range(1, n_layers):
            layers += [
                (f'conv{i}', spectral_norm(nn.Conv2d(channels, channels * 2, 4, stride=2, padding=1))),
                ('act%d' % i, nn.LeakyReLU(0.2, inplace=True)),
            ]
            channels *= 2
        layers.append(('head', nn.Conv2d(channels, 1, 4, 1, 0)))
        self.net = nn.Sequential(OrderedDict(layers))

    def forward(self, x):
        return self.net(x).view(-1, 1).squeeze(1)
