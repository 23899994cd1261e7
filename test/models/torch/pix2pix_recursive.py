# layerscope: UnetGenerator(3, 3, num_downs=5, ngf=8) on (1, 3, 64, 64)
# pix2pix's U-Net: every skip block holds the next one; the innermost has no submodule, the outermost no skip.
import torch
from torch import nn


class UnetSkipConnectionBlock(nn.Module):
    def __init__(self, outer_nc, inner_nc, input_nc=None, submodule=None, outermost=False, innermost=False,
                 norm_layer=nn.BatchNorm2d, use_dropout=False):
        super().__init__()
        self.outermost = outermost
        input_nc = outer_nc if input_nc is None else input_nc
        downconv = nn.Conv2d(input_nc, inner_nc, kernel_size=4, stride=2, padding=1, bias=False)
        downrelu, downnorm = nn.LeakyReLU(0.2, True), norm_layer(inner_nc)
        uprelu, upnorm = nn.ReLU(True), norm_layer(outer_nc)
        inner = inner_nc if innermost else inner_nc * 2
        upconv = nn.ConvTranspose2d(inner, outer_nc, kernel_size=4, stride=2, padding=1, bias=outermost)  # expect: checkerboard-initial `nn.ConvTranspose2d(inner, outer_nc, kernel_size=4, stride=2, padding=1, bias=outermost)`
        if outermost:
            model = [downconv] + [submodule] + [uprelu, upconv, nn.Tanh()]
        elif innermost:
            model = [downrelu, downconv] + [uprelu, upconv, upnorm]
        else:
            model = [downrelu, downconv, downnorm] + [submodule] + [uprelu, upconv, upnorm]
            if use_dropout:
                model = model + [nn.Dropout(0.5)]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class UnetGenerator(nn.Module):
    def __init__(self, input_nc, output_nc, num_downs, ngf=64, use_dropout=True):
        super().__init__()
        block = UnetSkipConnectionBlock(ngf * 4, ngf * 4, innermost=True)
        for _ in range(num_downs - 4):
            block = UnetSkipConnectionBlock(ngf * 4, ngf * 4, submodule=block, use_dropout=use_dropout)
        block = UnetSkipConnectionBlock(ngf * 2, ngf * 4, submodule=block)
        block = UnetSkipConnectionBlock(ngf, ngf * 2, submodule=block)
        self.model = UnetSkipConnectionBlock(output_nc, ngf, input_nc=input_nc, submodule=block, outermost=True)

    def forward(self, input):
        return self.model(input)
