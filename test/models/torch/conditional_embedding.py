# layerscope: TimeUNet() on (2, 3, 16, 16)
# The denoiser of a small diffusion model: sinusoidal time embedding, FiLM and attention over pixels.
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class SinusoidalPosEmb(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, time):
        half_dim = self.dim // 2
        embeddings = math.log(10000) / (half_dim - 1)
        embeddings = torch.exp(torch.arange(half_dim, device=time.device) * -embeddings)
        embeddings = time[:, None] * embeddings[None, :]
        return torch.cat((embeddings.sin(), embeddings.cos()), dim=-1)


class Residual(nn.Module):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def forward(self, x, *args, **kwargs):
        return self.fn(x, *args, **kwargs) + x


class ResBlock(nn.Module):
    def __init__(self, dim, dim_out, *, time_emb_dim=None, groups=4):
        super().__init__()
        self.mlp = nn.Sequential(nn.SiLU(), nn.Linear(time_emb_dim, dim_out * 2)) if time_emb_dim else None
        self.block1 = nn.Conv2d(dim, dim_out, 3, padding=1)
        self.norm = nn.GroupNorm(groups, dim_out)
        self.res_conv = nn.Conv2d(dim, dim_out, 1) if dim != dim_out else nn.Identity()

    def forward(self, x, time_emb=None):
        scale_shift = None
        if self.mlp is not None and time_emb is not None:
            time_emb = self.mlp(time_emb)[(...,) + (None,) * 2]
            scale_shift = time_emb.chunk(2, dim=1)
        h = self.norm(self.block1(x))
        if scale_shift is not None:
            scale, shift = scale_shift
            h = h * (scale + 1) + shift
        return F.silu(h) + self.res_conv(x)


class Attention(nn.Module):
    def __init__(self, dim, heads=2, dim_head=8):
        super().__init__()
        self.heads = heads
        hidden_dim = dim_head * heads
        self.to_qkv = nn.Conv2d(dim, hidden_dim * 3, 1, bias=False)
        self.to_out = nn.Conv2d(hidden_dim, dim, 1)

    def forward(self, x):
        b, c, h, w = x.shape
        qkv = self.to_qkv(x).chunk(3, dim=1)
        q, k, v = map(lambda t: t.view(b, self.heads, -1, h * w), qkv)
        sim = torch.einsum('b h d i, b h d j -> b h i j', q, k)
        attn = (sim - sim.amax(dim=-1, keepdim=True).detach()).softmax(dim=-1)
        out = torch.einsum('bhij,bhdj->bhid', attn, v)
        out = out.permute(0, 1, 3, 2).contiguous().view(b, -1, h, w)
        return self.to_out(out)


class TimeUNet(nn.Module):
    def __init__(self, dim=8, channels=3, dim_mults=(1, 2, 4)):
        super().__init__()
        self.time_mlp = nn.Sequential(SinusoidalPosEmb(dim), nn.Linear(dim, dim * 4), nn.GELU(), nn.Linear(dim * 4, dim * 4))
        dims = [dim, *map(lambda m: dim * m, dim_mults)]
        in_out = list(zip(dims[:-1], dims[1:]))
        self.init_conv = nn.Conv2d(channels, dim, 7, padding=3)
        self.downs = nn.ModuleList([])
        self.ups = nn.ModuleList([])
        for ind, (dim_in, dim_out) in enumerate(in_out):
            is_last = ind >= (len(in_out) - 1)
            self.downs.append(
                nn.ModuleList([
                    ResBlock(dim_in, dim_out, time_emb_dim=dim * 4),
                    nn.Conv2d(dim_out, dim_out, 4, 2, 1) if not is_last else nn.Identity(),
                ])
            )
        mid = dims[-1]
        self.mid_attn = Residual(Attention(mid))
        for ind, (dim_in, dim_out) in enumerate(reversed(in_out[1:])):
            self.ups.append(
                nn.ModuleList([
                    ResBlock(dim_out * 2, dim_in, time_emb_dim=dim * 4),
                    nn.ConvTranspose2d(dim_in, dim_in, 4, 2, 1),  # expect: checkerboard-initial `nn.ConvTranspose2d(dim_in, dim_in, 4, 2, 1)`
                ])
            )
        self.final_conv = nn.Conv2d(dim, channels, 1)

    def forward(self, x, time=None):
        if time is None:
            time = torch.zeros(x.shape[0])
        t = self.time_mlp(time)
        x = self.init_conv(x)
        h = []
        for block, downsample in self.downs:
            x = block(x, t)
            h.append(x)
            x = downsample(x)
        x = self.mid_attn(x)
        for block, upsample in self.ups:
            x = torch.cat((x, h.pop()), dim=1)
            x = block(x, t)
            x = upsample(x)
        return self.final_conv(x)
