# layerscope: VQVAE(channels=16, codes=32) on (2, 3, 32, 32)
# The code book is an Embedding; distances by broadcasting, a straight-through estimate by detach.
from typing import NamedTuple
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Quantized(NamedTuple):
    tensor: Tensor
    loss: Tensor


class Quantizer(nn.Module):
    def __init__(self, codes: int, dim: int, beta: float = 0.25):
        super().__init__()
        self.K, self.D, self.beta = codes, dim, beta
        self.embedding = nn.Embedding(self.K, self.D)
        self.embedding.weight.data.uniform_(-1 / self.K, 1 / self.K)

    def forward(self, latents: Tensor) -> Quantized:
        latents = latents.permute(0, 2, 3, 1).contiguous()
        flat = latents.view(-1, self.D)
        dist = torch.sum(flat ** 2, dim=1, keepdim=True) + torch.sum(self.embedding.weight ** 2, dim=1) \
            - 2 * torch.matmul(flat, self.embedding.weight.t())
        inds = torch.argmin(dist, dim=1).unsqueeze(1)
        one_hot = torch.zeros(inds.size(0), self.K, device=latents.device)
        one_hot.scatter_(1, inds, 1)
        quantized = torch.matmul(one_hot, self.embedding.weight).view(latents.shape)
        loss = F.mse_loss(quantized.detach(), latents) * self.beta + F.mse_loss(quantized, latents.detach())
        quantized = latents + (quantized - latents).detach()
        return Quantized(quantized.permute(0, 3, 1, 2).contiguous(), loss)


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.block = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.ReLU(True),
                                   nn.Conv2d(width, width, 1, bias=False))

    def forward(self, x):
        return x + self.block(x)


class VQVAE(nn.Module):
    def __init__(self, channels=128, codes=512):
        super().__init__()
        half = channels // 2
        self.encoder = nn.Sequential(
            nn.Conv2d(3, half, 4, 2, 1), nn.LeakyReLU(),
            nn.Conv2d(half, channels, 4, 2, 1), nn.LeakyReLU(),
            *(Residual(channels) for _ in range(2)),
            nn.Conv2d(channels, half, 1))
        self.vq = Quantizer(codes, half)
        self.decoder = nn.Sequential(
            nn.Conv2d(half, channels, 3, padding=1),
            Residual(channels),
            nn.ConvTranspose2d(channels, half, kernel_size=4, stride=2, padding=1), nn.LeakyReLU(),  # expect: checkerboard-initial `nn.ConvTranspose2d(channels, half, kernel_size=4, stride=2, padding=1)`
            nn.ConvTranspose2d(half, 3, kernel_size=4, stride=2, padding=1), nn.Tanh())  # expect: checkerboard-initial `nn.ConvTranspose2d(half, 3, kernel_size=4, stride=2, padding=1)`

    def forward(self, x):
        quantized, loss = self.vq(self.encoder(x))
        return self.decoder(quantized), loss
