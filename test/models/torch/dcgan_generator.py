# layerscope: Generator() on (4, 100, 1, 1)
import torch.nn as nn

nz, ngf, nc = 100, 64, 3


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find('Conv') != -1:
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif classname.find('BatchNorm') != -1:
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)


class Generator(nn.Module):
    def __init__(self):
        super(Generator, self).__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 8),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False),  # expect: checkerboard-initial `nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False)`
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False),  # expect: checkerboard-initial `nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False)`
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, nc, 4, 2, 1, bias=False),  # expect: checkerboard-initial `nn.ConvTranspose2d(ngf * 2, nc, 4, 2, 1, bias=False)`
            nn.Tanh(),
        )

    def forward(self, input):
        return self.main(input)


netG = Generator()
netG.apply(weights_init)
