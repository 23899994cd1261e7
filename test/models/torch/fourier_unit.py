# layerscope: FourierUnit(8, 12) on (2, 8, 16, 20)
# Convolution in the frequency domain and back.
import torch
from torch import nn


class FourierUnit(nn.Module):
    def __init__(self, inside, outside):
        super().__init__()
        self.conv = nn.Conv2d(inside * 2, outside * 2, 1, bias=False)
        self.bn = nn.BatchNorm2d(outside * 2)
        self.weights = nn.Parameter(torch.rand(outside, outside, 4, 4, dtype=torch.cfloat))

    def spectral(self, x):
        freq = torch.fft.rfft2(x)
        out = torch.zeros(x.size(0), self.weights.size(1), x.size(-2), x.size(-1) // 2 + 1, dtype=torch.cfloat)
        out[:, :, :4, :4] = torch.einsum("bixy,ioxy->boxy", freq[:, :, :4, :4], self.weights)
        return torch.fft.irfft2(out, s=(x.size(-2), x.size(-1)))

    def forward(self, x):
        batch = x.shape[0]
        spec = torch.fft.rfftn(x, dim=(-2, -1), norm="ortho")
        spec = torch.stack((spec.real, spec.imag), dim=-1)
        spec = spec.permute(0, 1, 4, 2, 3).contiguous().view((batch, -1) + spec.size()[2:4])
        spec = torch.relu(self.bn(self.conv(spec)))
        spec = spec.view((batch, -1, 2) + spec.size()[2:]).permute(0, 1, 3, 4, 2).contiguous()
        spec = torch.complex(spec[..., 0], spec[..., 1])
        out = torch.fft.irfftn(spec, s=x.shape[-2:], dim=(-2, -1), norm="ortho")
        return out + self.spectral(out)
