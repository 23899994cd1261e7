"""
Evaluates expressions on tensors in the real PyTorch and records the shapes that come out: test/recorded/torch-functions.json.

Run from the repository root: python test/oracle/torch_functions.py

`x` is 2x3x8x6, `s` 2x5x4 (a sequence), `v` 5 numbers, `m` 4x5, `i` 3 positions, `mask` of x's shape. An expression that
PyTorch refuses is recorded as null: the analysis may then state no shape.
"""

import itertools
import json
import math
import pathlib
import random
import warnings

import einops
import torch
import torch.nn as nn
import torch.nn.functional as F

from vision_operators import open_torchvision

torchvision = open_torchvision()

# Functions that models meet now and then: losses, torch.fft, torch.linalg, torch.special.
FURTHER = pathlib.Path("test/oracle/torch_functions.txt")

NAMES = """
x = torch.randn(2, 3, 8, 6)
s = torch.randn(2, 5, 4)
v = torch.randn(5)
m = torch.randn(4, 5)
i = torch.tensor([0, 2, 1])
mask = x > 0
"""

WRITTEN = """
x + 1
1 - x
x * x.mean()
x / torch.ones(6)
x - torch.zeros(3, 1, 1)
x + torch.ones(8)
x ** 2
2 ** x
-x
x // 2
x % 3
x > 0
x == x
~mask
mask & mask
s @ m
s @ s.transpose(1, 2)
m @ v
v @ v
s @ s
torch.matmul(s, m)
torch.mm(m, m.t())
torch.mm(s, m)
torch.bmm(s, s.permute(0, 2, 1))
torch.mv(m, v)
torch.dot(v, v)
torch.outer(v, v)
torch.addmm(torch.zeros(4, 4), m, m.t())
torch.baddbmm(torch.zeros(2, 5, 5), s, s.mT)
torch.einsum('bij,jk->bik', s, m)
torch.einsum('bij,bkj->bik', [s, s])
torch.einsum('b i j, b k j -> b i k', s, s)
torch.einsum('...ij,jk', s, m)
torch.einsum('bchw->bc', x)
torch.einsum('ij,jk', m, m.T)
torch.einsum('bij,bij->b', s, s)
torch.einsum('ij,kj->ik', m, s)
torch.tensordot(m, m.T, dims=1)
torch.kron(m, m)
torch.cdist(s, s)
torch.trace(m)
torch.det(torch.eye(3))
torch.inverse(torch.eye(3))
x.view(2, -1)
x.view(2, 3, 48)
x.view(-1)
x.view((2, 3, -1))
x.view(x.size(0), -1)
x.view(*x.shape[:2], -1)
x.view(2, 5, -1)
x.view(torch.Size([6, 48]))
x.reshape(4, -1, 2)
x.reshape([2, 144])
torch.reshape(x, (6, -1))
x.view_as(torch.zeros(6, 48))
x.reshape_as(torch.zeros(2, 3, 48))
x.flatten()
x.flatten(1)
x.flatten(start_dim=1, end_dim=2)
x.flatten(-2)
torch.flatten(x, 1)
torch.flatten(x, start_dim=2)
torch.flatten(torch.tensor(3.0))
x.ravel()
x.unflatten(1, (3, 1))
x.unflatten(2, (2, -1))
torch.unflatten(x, -1, (2, 3))
x.unflatten(2, (3, -1))
x.permute(0, 2, 3, 1)
x.permute((0, 3, 1, 2))
x.permute(0, 1)
torch.permute(x, (3, 2, 1, 0))
x.transpose(1, 2)
x.transpose(-1, 0)
x.transpose(0, 4)
torch.transpose(x, 1, 3)
x.swapaxes(0, 1)
torch.swapdims(x, 2, 3)
x.movedim(1, -1)
torch.movedim(x, (0, 1), (2, 3))
torch.moveaxis(x, 0, 2)
m.t()
m.T
s.mT
v.t()
x.t()
x.unsqueeze(0)
x.unsqueeze(-1)
x.unsqueeze(4)
x.unsqueeze(6)
torch.unsqueeze(v, dim=1)
x[None].squeeze(0)
torch.zeros(1, 3, 1, 2).squeeze()
torch.zeros(1, 3, 1, 2).squeeze(1)
torch.zeros(1, 3, 1, 2).squeeze(-2)
torch.squeeze(torch.zeros(1, 3, 1, 2), (0, 2))
v.expand(3, 5)
v.expand(3, -1)
v.expand(3, 4)
torch.zeros(1, 3, 1, 1).expand(2, -1, 8, 6)
torch.zeros(1, 3, 1, 1).expand_as(x)
torch.zeros(3, 1, 1).expand_as(x)
torch.broadcast_to(v, (2, 5))
v.repeat(2)
v.repeat(2, 3)
m.repeat(1, 2, 1)
m.repeat(2)
m.tile(2)
torch.tile(v, (2, 2))
m.repeat_interleave(2, dim=0)
torch.repeat_interleave(m, 3)
x.flip(2)
torch.flip(x, [2, 3])
torch.roll(x, 1, 2)
torch.roll(x, shifts=(1, 2), dims=(2, 3))
torch.rot90(x, 1, (2, 3))
x.narrow(1, 1, 2)
x.narrow(1, 2, 2)
x.select(1, 0)
x.unfold(2, 3, 2)
x.diagonal(dim1=2, dim2=3)
torch.diag(v)
torch.diag(m)
torch.tril(m)
m.triu(1)
torch.cat([x, x], 1)
torch.cat((x, x, x), dim=-1)
torch.cat([x, x[:, :1]], dim=1)
torch.cat([x, x[:, :1]], dim=0)
torch.cat([x, s])
torch.cat([x, x], axis=2)
torch.cat(tensors=[v, v])
torch.concat([v, v])
torch.cat([torch.tensor([]), v])
torch.stack([x, x])
torch.stack([v, v, v], dim=1)
torch.stack([v, v], dim=-1)
torch.stack([v, m])
torch.hstack([m, m])
torch.vstack([v, v])
torch.dstack([m, m])
x.chunk(2, dim=2)
x.chunk(3, 1)[0]
x.chunk(5, 2)
torch.chunk(v, 2)[1]
x.split(2, dim=1)
x.split([1, 2], 1)
x.split([1, 1], 1)
torch.split(x, 3, dim=2)
torch.split(x, split_size_or_sections=[4, 4], dim=2)
x.unbind(1)
torch.unbind(v)[0]
torch.tensor_split(v, 3)
torch.meshgrid(v, m[0], indexing='ij')
torch.meshgrid([v, m[:, 0]], indexing='xy')[0]
x.sum()
x.sum(1)
x.sum(dim=(2, 3))
x.sum((2, 3), keepdim=True)
x.sum(-1, True)
x.sum(4)
torch.sum(x, dim=1)
torch.sum(x, 1, keepdim=True)
torch.sum(x, axis=1, keepdims=True)
x.mean()
x.mean(1)
x.mean([2, 3])
x.mean(dim=[-2, -1], keepdim=True)
torch.mean(x, (2, 3))
x.mean(3).mean(2)
x.prod(1)
x.std()
x.std(dim=1, keepdim=True)
x.var(1)
x.var(dim=(1, 2), unbiased=False)
torch.var_mean(x, dim=1)
torch.std_mean(x, dim=1, keepdim=True)
x.amax(dim=1)
x.amax((2, 3), keepdim=True)
torch.amin(x, 1)
x.max()
x.max(1)
x.max(1)[0]
x.max(dim=1, keepdim=True).values
torch.max(x, 1)[1]
torch.max(x, dim=1, keepdim=True)[0]
torch.max(x, torch.zeros(6))
torch.max(x)
x.min(-1)[0]
x.median()
x.median(1).indices
x.argmax()
x.argmax(1)
x.argmax(dim=1, keepdim=True)
torch.argmin(x, -1)
x.all()
x.any(1)
torch.logsumexp(x, 1)
x.norm()
x.norm(dim=1)
x.norm(p=2, dim=1, keepdim=True)
torch.norm(x, 2, 1)
torch.norm(x, p=2, dim=(2, 3))
torch.linalg.norm(x)
torch.linalg.norm(x, dim=1)
x.cumsum(1)
torch.cumprod(x, dim=1)
x.sort(1)
torch.sort(v, descending=True)[0]
x.argsort(-1)
x.topk(2, dim=1)
torch.topk(v, 3)[0]
v.topk(3).indices
torch.kthvalue(v, 2)
x.softmax(1)
torch.softmax(x, dim=-1)
F.softmax(x, dim=1)
F.softmax(x, 4)
F.log_softmax(x, dim=1)
x.sigmoid()
torch.tanh(x)
x.relu()
F.relu(x, inplace=True)
F.relu6(x)
F.leaky_relu(x, 0.2, True)
F.elu(x)
F.selu(x)
F.gelu(x)
F.gelu(x, approximate='tanh')
F.silu(x)
F.mish(x)
F.hardswish(x)
F.hardsigmoid(x)
F.softplus(x)
F.logsigmoid(x)
F.prelu(x, torch.ones(3))
F.glu(x, 3)
F.glu(x, 1)
F.tanh(x)
F.sigmoid(x)
F.normalize(x)
F.normalize(x, p=2, dim=-1)
F.dropout(x, 0.5)
F.dropout(x, p=0.1, training=False)
F.dropout2d(x)
F.layer_norm(x, [8, 6])
F.layer_norm(x, (6,))
F.layer_norm(x, x.shape[1:])
F.batch_norm(x, torch.zeros(3), torch.ones(3))
F.instance_norm(x)
F.group_norm(x, 3)
F.local_response_norm(x, 2)
F.linear(s, torch.zeros(7, 4))
F.linear(s, torch.zeros(7, 4), torch.zeros(7))
F.linear(s, torch.zeros(7, 5))
F.conv2d(x, torch.zeros(4, 3, 3, 3))
F.conv2d(x, torch.zeros(4, 3, 3, 3), padding=1)
F.conv2d(x, torch.zeros(4, 3, 3, 3), None, 2, 1)
F.conv2d(x, torch.zeros(3, 1, 3, 3), groups=3, padding='same')
F.conv2d(x, torch.zeros(4, 2, 3, 3))
F.conv2d(x, torch.zeros(4, 3, 3, 3), dilation=2, padding=(2, 2))
torch.conv2d(x, torch.zeros(4, 3, 1, 1))
F.conv1d(s, torch.zeros(6, 5, 3), padding=1)
F.conv_transpose2d(x, torch.zeros(3, 4, 2, 2), stride=2)
F.conv_transpose2d(x, torch.zeros(3, 4, 3, 3), stride=2, padding=1, output_padding=1)
F.conv3d(torch.zeros(1, 2, 4, 4, 4), torch.zeros(3, 2, 2, 2, 2))
F.max_pool2d(x, 2)
F.max_pool2d(x, kernel_size=3, stride=2, padding=1)
F.max_pool2d(x, 2, return_indices=True)
F.max_pool2d(x, 3, ceil_mode=True)
F.max_pool1d(s, 2)
F.max_pool1d(s, s.size(2))
F.avg_pool2d(x, 2)
F.avg_pool2d(x, x.size()[2:])
F.avg_pool2d(x, (2, 3), stride=1)
F.avg_pool2d(x, kernel_size=x.shape[-1])
F.adaptive_avg_pool2d(x, 1)
F.adaptive_avg_pool2d(x, (2, None))
F.adaptive_avg_pool2d(x, output_size=(1, 1))
F.adaptive_max_pool2d(x, 3)
F.adaptive_max_pool2d(x, 2, return_indices=True)
F.adaptive_avg_pool1d(s, 2)
F.lp_pool2d(x, 2, 2)
F.interpolate(x, scale_factor=2)
F.interpolate(x, size=(5, 7))
F.interpolate(x, size=x.shape[2:], mode='bilinear', align_corners=True)
F.interpolate(x, (16, 12), mode='bilinear', align_corners=False)
F.interpolate(x, scale_factor=0.5, mode='nearest')
F.interpolate(x, scale_factor=(1.5, 3), mode='bicubic')
F.interpolate(s, scale_factor=2, mode='linear')
F.interpolate(x, size=10)
F.interpolate(x, scale_factor=2, mode='linear')
F.upsample(x, scale_factor=2, mode='nearest')
F.pixel_shuffle(torch.zeros(1, 12, 4, 5), 2)
F.pixel_shuffle(torch.zeros(1, 10, 4, 5), 2)
F.pixel_unshuffle(x, 2)
F.pixel_unshuffle(x, 4)
torch.pixel_shuffle(torch.zeros(1, 9, 4, 5), 3)
F.channel_shuffle(torch.zeros(1, 6, 2, 2), 3)
F.unfold(x, 3)
F.unfold(x, kernel_size=(2, 2), stride=2)
F.fold(torch.zeros(1, 12, 12), (6, 8), 2, stride=2)
F.pad(x, (1, 1))
F.pad(x, (1, 2, 3, 4))
F.pad(x, [1, 1, 1, 1], mode='reflect')
F.pad(x, (-1, -2, 1, 0))
F.pad(x, (0, 0, 0, 0, 1, 1), 'constant', 0)
F.pad(v, (2, 3), value=1.0)
F.one_hot(i, 4)
F.one_hot(i, num_classes=7)
F.embedding(i, m)
F.cosine_similarity(x, x)
F.cosine_similarity(x, x, dim=-1)
F.pairwise_distance(m, m)
F.scaled_dot_product_attention(s, s, s)
F.scaled_dot_product_attention(s, torch.zeros(2, 7, 4), torch.zeros(2, 7, 9))
F.mse_loss(x, x)
F.l1_loss(x, x, reduction='none')
F.cross_entropy(m, torch.tensor([0, 1, 2, 3]))
F.nll_loss(m, torch.tensor([0, 1, 2, 3]))
F.binary_cross_entropy_with_logits(x, x)
F.kl_div(x, x, reduction='batchmean')
F.smooth_l1_loss(x, x)
F.grid_sample(x, torch.zeros(2, 4, 5, 2))
F.affine_grid(torch.zeros(2, 2, 3), torch.Size((2, 3, 8, 6)))
F.affine_grid(torch.zeros(2, 2, 3), [2, 3, 8, 6])
F.gumbel_softmax(m)
F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2)
torch.zeros(2, 3)
torch.zeros((2, 3))
torch.zeros([2, 3])
torch.zeros(2)
torch.zeros(())
torch.zeros(*x.shape[2:])
torch.ones(size=(2, 3))
torch.rand(1, 3, 4, 4)
torch.randn(x.shape)
torch.randn(2, 3, device='cpu', dtype=torch.float32)
torch.empty(2, 3)
torch.full((2, 3), 7.0)
torch.full(size=(2,), fill_value=1)
torch.zeros_like(x)
torch.randn_like(s)
torch.full_like(v, 2)
x.new_zeros(2, 3)
x.new_ones((2, 3))
x.new_empty(4).normal_()
x.new_full((2, 2), 0.5)
x.new_tensor([1, 2, 3])
torch.arange(5)
torch.arange(2, 9)
torch.arange(2, 9, 3)
torch.arange(0, 1, 0.3)
torch.arange(0, 8, 2).float()
torch.arange(start=1, end=6)
torch.arange(10, 0, -3)
torch.linspace(0, 1, 5)
torch.linspace(-1, 1, steps=7)
torch.logspace(0, 1, 4)
torch.eye(4)
torch.eye(3, 5)
torch.randint(0, 10, (2, 3))
torch.randint(10, (4,))
torch.randint(low=0, high=5, size=(3, 2))
torch.randperm(6)
torch.normal(0.0, 1.0, size=(2, 3))
torch.tensor(3)
torch.tensor([1, 2, 3])
torch.tensor([[1.0, 2.0], [3.0, 4.0]])
torch.tensor([])
torch.as_tensor([1, 2])
torch.Tensor(2, 3)
torch.Tensor([2, 3])
torch.FloatTensor(4, 5)
torch.LongTensor([1, 2, 3])
torch.tril_indices(3, 3)
torch.triu(torch.ones(4, 4), diagonal=1)
torch.hann_window(16)
x[0]
x[-1]
x[:, 0]
x[:, 0:2]
x[:, :, ::2, 1::2]
x[..., 0]
x[..., None]
x[None, :]
x[:, None, 0]
x[0, 1, 2, 3]
x[2]
x[:, :, 2:-2, 1:-1]
x[:, :, -3:]
x[:, :, :100]
x[:, -1:]
x[[0, 1]]
x[:, [0, 2]]
x[:, i]
x[:, :, i, i]
x[i[:2] > 5] if False else x[:1]
x[0, i]
x[:, :, [0, 1, 2], [0, 1, 2]]
m[torch.arange(4), torch.arange(4)]
m[torch.arange(4)[:, None], torch.arange(5)]
m[torch.zeros(2, 3, dtype=torch.long)]
x[torch.tensor(1)]
x[True]
x[:, torch.tensor([0, 2])]
x[1][0]
x[:, :, 0, None]
x.index_select(1, i)
torch.index_select(m, 1, torch.tensor([0, 0]))
x.gather(1, torch.zeros(2, 1, 8, 6, dtype=torch.long))
torch.gather(m, 1, torch.zeros(4, 2, dtype=torch.int64))
torch.take_along_dim(m, torch.zeros(4, 1, dtype=torch.long), dim=1)
torch.where(mask, x, torch.zeros(1))
torch.where(x > 0, x, -x)
torch.where(mask, 1.0, 0.0)
x.masked_fill(mask, 0)
x.masked_fill(mask[:, :1], float('-inf'))
x.clamp(0, 1)
x.clamp(min=0)
torch.clamp(x, max=1.0)
x.clip(-1, 1)
x.abs()
torch.exp(x)
x.sqrt()
torch.sin(x)
x.pow(2)
torch.pow(x, 0.5)
torch.pow(2, v)
x.square()
x.rsqrt()
x.add(1)
x.add(x, alpha=2)
torch.add(x, x)
torch.mul(x, 0.5)
x.div(2)
torch.sub(x, v[:1])
torch.maximum(x, torch.zeros(6))
torch.lerp(x, x, 0.5)
torch.addcmul(x, x, x)
x.eq(0)
torch.eq(x, x)
x.ne(1)
torch.isnan(x)
torch.logical_and(mask, mask)
x.float()
x.double()
x.long()
x.to('cpu')
x.to(torch.float64)
x.to(s)
x.type(torch.float32)
x.type_as(s)
x.contiguous()
x.clone().detach()
x.detach().cpu()
x.requires_grad_()
x.data
torch.bernoulli(torch.rand(2, 3))
torch.multinomial(torch.rand(2, 5), 3)
torch.bucketize(v, v.sort()[0])
torch.nan_to_num(x)
torch.count_nonzero(x)
torch.fft.fft2(x)
torch.stft(torch.randn(100), 16, return_complex=True)
torch.cumsum(torch.arange(6), 0)
torch.cosine_similarity(m, m)
torch.clone(x)
x.numel() * torch.ones(1)
x.mul_(2)
x.add_(1).relu_()
v.unsqueeze_(0)
x.scatter_add(1, torch.zeros(2, 3, 8, 6, dtype=torch.long), x)
torch.zeros(4, 3).scatter_(1, torch.zeros(4, 1, dtype=torch.long), 1.0)
nn.Conv2d(3, 5, 3)(x)
nn.Conv2d(3, 5, 3)(x[0])
nn.Conv2d(4, 5, 3)(x)
nn.ConvTranspose2d(3, 5, 4, 2, 1)(x)
nn.ConvTranspose2d(3, 5, 3, 2, output_padding=1)(x, output_size=[17, 14])
nn.Linear(6, 2)(x)
nn.Linear(5, 2)(x)
nn.BatchNorm2d(3)(x)
nn.BatchNorm2d(4)(x)
nn.LayerNorm([3, 8, 6])(x)
nn.GroupNorm(2, 3)(x)
nn.Sequential(nn.Conv2d(3, 4, 1), nn.ReLU(), nn.Flatten())(x)
nn.Flatten(0)(x)
nn.Unflatten(1, (1, 3))(x)
nn.Embedding(10, 4)(i)
nn.LSTM(4, 6, batch_first=True)(s)
nn.LSTM(4, 6, 2, bidirectional=True)(s)[1][0]
nn.LSTM(4, 6, proj_size=3, batch_first=True)(s)
nn.GRU(4, 6)(s)
nn.RNN(4, 6, num_layers=2)(s)[1]
nn.GRU(4, 6)(s[0])
nn.GRUCell(5, 3)(m)
nn.LSTMCell(5, 3)(m)
nn.RNNCell(5, 3)(m)
nn.MultiheadAttention(4, 2, batch_first=True)(s, s, s)
nn.MultiheadAttention(4, 2)(s, s, s)[0]
nn.MultiheadAttention(4, 2, batch_first=True)(s, s, s, average_attn_weights=False)
nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)(s)
nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 2)(s)
nn.Transformer(4, 2, 1, 1, 8, batch_first=True)(s, s[:, :3])
nn.Bilinear(5, 5, 3)(m, m)
nn.CosineSimilarity()(m, m)
nn.PairwiseDistance(keepdim=True)(m, m)
nn.Softmax2d()(x)
nn.RMSNorm(6)(x)
nn.RMSNorm([8, 6])(x)
nn.RMSNorm(5)(x)
nn.LocalResponseNorm(2)(x)
nn.ChannelShuffle(3)(x)
nn.ChannelShuffle(2)(x)
nn.Unfold((2, 3), stride=2)(x)
nn.Fold((4, 4), 2, stride=2)(torch.zeros(1, 8, 4))
nn.MaxUnpool2d(2)(*nn.MaxPool2d(2, return_indices=True)(x))
nn.LPPool2d(2, 3)(x)
nn.EmbeddingBag(10, 3)(torch.zeros(4, 2, dtype=torch.long))
nn.AdaptiveAvgPool2d((None, 2))(x)
nn.AdaptiveMaxPool2d(2, return_indices=True)(x)
nn.Upsample(scale_factor=2, mode='bilinear')(x)
nn.Upsample(size=5)(x)
nn.PixelShuffle(2)(torch.zeros(2, 8, 3, 3))
nn.CrossEntropyLoss()(m, torch.tensor([0, 1, 2, 3]))
nn.MSELoss()(x, x)
nn.L1Loss(reduction='none')(x, x)
"""


def generated():
    """Random calls of the functions with the most corners."""
    rng = random.Random(7)
    yield from (f"x[{a}:{b}:{c}]" for a, b, c in itertools.product(["", 0, 1, -1, 3], ["", 1, -1, 9], ["", 2]))
    for _ in range(60):
        shape = [rng.choice([1, 2, 3, 4]) for _ in range(rng.randint(1, 4))]
        other = [rng.choice([1, size]) if rng.random() < 0.9 else 5 for size in shape][rng.randint(0, len(shape) - 1):]
        yield f"torch.zeros{tuple(shape)} * torch.zeros({other})"
    for _ in range(60):
        shape = [rng.choice([2, 3, 4, 6]) for _ in range(rng.randint(2, 4))]
        dims = rng.sample(range(-len(shape), len(shape)), rng.randint(1, 2))
        name = rng.choice(["sum", "mean", "amax", "var", "std", "logsumexp"])
        yield f"torch.zeros({shape}).{name}({tuple(dims)}, keepdim={rng.random() < 0.5})"
    for _ in range(60):
        shape = [rng.choice([2, 3, 4, 6]) for _ in range(rng.randint(2, 4))]
        total = math.prod(shape)
        first = rng.choice([d for d in range(1, total + 1) if total % d == 0] + [5])
        target = [first, -1] if rng.random() < 0.5 else [first, total // first]
        rng.shuffle(target)
        yield f"torch.zeros({shape}).{rng.choice(['view', 'reshape'])}({target})"
    for _ in range(40):
        shape = [rng.choice([2, 3, 4, 7]) for _ in range(3)]
        dim = rng.randint(-3, 2)
        call = rng.choice([f"split({rng.randint(1, 5)}, {dim})", f"chunk({rng.randint(1, 5)}, {dim})", f"unbind({dim})"])
        yield f"torch.zeros({shape}).{call}"
    for _ in range(60):
        left = [rng.choice([1, 2, 3]) for _ in range(rng.randint(1, 4))]
        right = [rng.choice([1, 2, 3]) for _ in range(rng.randint(1, 4))]
        if rng.random() < 0.7:
            (right if len(right) == 1 else right[-2:])[0 if len(right) == 1 else 0] = left[-1]
            if len(right) > 1:
                right[-2] = left[-1]
        yield f"torch.zeros({left}) @ torch.zeros({right})"
    for _ in range(60):
        pads = [rng.randint(-1, 3) for _ in range(2 * rng.randint(1, 3))]
        yield f"F.pad(x, {pads})"
    for _ in range(60):
        scale = rng.choice([0.5, 0.75, 1.5, 2, 2.5, 3, 0.34])
        yield f"F.interpolate(x, scale_factor={scale}, mode='{rng.choice(['nearest', 'bilinear', 'bicubic', 'area'])}')"


MORE = """
torch.view_as_real(torch.polar(s, s))
torch.view_as_complex(s.reshape(2, 5, 2, 2))
torch.view_as_complex(s)
torch.view_as_real(torch.view_as_complex(s.reshape(2, 5, 2, 2)) * torch.polar(torch.ones(5, 2), torch.ones(5, 2))).flatten(2)
torch.fft.fft2(x).real
torch.complex(s, s).imag
torch.stft(torch.zeros(2, 400), 64, return_complex=True, window=torch.ones(64))
torch.stft(torch.zeros(400), 64, 20, center=False, return_complex=True, window=torch.ones(64))
torch.stft(torch.zeros(400), 64, onesided=False, return_complex=True, window=torch.ones(64))
torch.quantile(x, 0.5)
torch.quantile(x, 0.5, dim=1)
torch.quantile(x, torch.tensor([0.1, 0.9]), dim=-1, keepdim=True)
torch.tensordot(s, m, dims=([2], [0]))
torch.tensordot(s, torch.zeros(5, 4, 7), 2)
torch.tensordot(s, m, 1)
torch.tensordot(s, s, 1)
torch.inner(s, torch.zeros(7, 4))
torch.inner(s, m)
torch.diff(x)
torch.diff(x, n=2, dim=1)
torch.histc(x, 20)
torch.cartesian_prod(v, torch.zeros(3), torch.zeros(2))
torch.isin(x, v)
torch.dist(x, x)
torch.logdet(torch.eye(3).expand(2, 3, 3))
torch.diagflat(v)
torch.column_stack([v, torch.zeros(5, 2)])
torch.arccos(x)
torch.matrix_power(torch.zeros(2, 3, 3), 3)
torch.copysign(x, torch.ones(6))
torch.heaviside(x, torch.ones(1))
torch.trapezoid(s, dim=1)
"""

LIBRARIES = """
einops.rearrange(x, 'b c h w -> b (c h w)')
einops.rearrange(x, 'b c (h p) (w q) -> b (h w) (p q c)', p=4, q=3)
einops.rearrange(x, 'b c (h p) w -> b c h p w', p=3)
einops.rearrange(x, 'b c h w -> b h w')
einops.rearrange(x, 'b c h w d -> b c h w d')
einops.rearrange(x, 'b ... -> b (...)')
einops.rearrange(x, '... h w -> (...) w h')
einops.rearrange(x, 'b c ... -> c b ...')
einops.rearrange(x, '(...) c h w -> (...) c h w')
einops.rearrange(s, 'b t c -> b 1 t 1 c')
einops.rearrange(s, 'b t c -> b () t c')
einops.rearrange(torch.zeros(2, 1, 5), 'b 1 c -> b c')
einops.rearrange(s, 'b 1 c -> b c')
einops.rearrange(s, 'b t c -> (b t) c 2')
einops.rearrange([m, m, m], 'n a b -> a n b')
einops.rearrange(x, 'b (g c) h w -> b g c h w', g=1)
einops.rearrange(x, 'b (g c) h w -> b g c h w')
einops.rearrange(x, 'b (g c) h w -> b g c h w', g=1, c=3)
einops.rearrange(x, 'b (g c) h w -> b g c h w', g=2, c=2)
einops.rearrange(x, 'b c h w -> b c h w', p=2)
einops.rearrange(x, 'b b h w -> b h w')
einops.rearrange(x, 'b (c (h) w) -> b c')
einops.rearrange(s, 'b n (h d) -> b h n d', h=2)
einops.rearrange(torch.zeros(2, 3, 12, 4, 4), 'b f c ... -> (b f) c ...')
einops.reduce(x, 'b c h w -> b c', 'mean')
einops.reduce(x, 'b c (h 2) (w 3) -> b c h w', 'max')
einops.reduce(x, 'b c (h a) (w b1) -> b c h w', 'sum', a=4, b1=2)
einops.reduce(x, 'b c h w -> b c 1 1', 'min')
einops.reduce(x, 'b ... -> b', 'prod')
einops.reduce(x, 'b c h w -> b d', 'mean')
einops.reduce(x, 'b c h w -> c', torch.sum)
einops.repeat(m, 'h w -> h w 3')
einops.repeat(m, 'h w -> (h a) (w b)', a=2, b=3)
einops.repeat(m, 'h w -> b h w', b=2)
einops.repeat(m, 'h w -> b h w')
einops.repeat(m, 'h w -> h')
einops.repeat(torch.zeros(1, 1, 7), '1 1 d -> b n d', b=2, n=3)
einops.repeat(x, '... -> r ...', r=2)
einops.einsum(s, m, 'b t c, c d -> b t d')
einops.einsum(x, x, 'batch c h w, batch c i j -> batch h w i j')
einops.einsum(s, s, 'b i d, b j d -> b i j')
einops.einsum(s, m, 'b t c, d c -> b t d')
einops.pack([x, torch.zeros(2, 5)], 'b *')[0]
einops.pack([torch.zeros(2, 1, 7), torch.zeros(2, 4, 3, 7)], 'b * c')[0]
einops.unpack(s, [[2], [3]], 'b * c')
einops.unpack(torch.zeros(2, 7, 4), [[], [2, 3]], 'b * c')
torchvision.transforms.functional.center_crop(x, [4, 4])
torchvision.transforms.functional.center_crop(x, 5)
torchvision.transforms.functional.center_crop(x, [10, 3])
torchvision.transforms.CenterCrop((7, 20))(x)
torchvision.transforms.functional.resize(x, size=s.shape[1:], antialias=True)
torchvision.transforms.functional.resize(x, [16, 12])
torchvision.transforms.functional.resize(x, 12)
torchvision.transforms.functional.resize(x[0], [4])
torchvision.transforms.Resize((5, 9))(x)
torchvision.transforms.functional.pad(x, [1, 2])
torchvision.transforms.functional.pad(x, [1, 2, 3, 4])
torchvision.transforms.functional.crop(x, 1, 2, 3, 4)
torchvision.transforms.Normalize((0.5,) * 3, (0.5,) * 3)(x)
torchvision.transforms.functional.rgb_to_grayscale(x, 3)
torchvision.ops.deform_conv2d(x, torch.zeros(2, 18, 8, 6), torch.zeros(4, 3, 3, 3), padding=1)
torchvision.ops.drop_block2d(x, 0.0, 3)
torchvision.ops.stochastic_depth(x, 0.5, 'row')
"""


def shapes_of(value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    if isinstance(value, (list, tuple)):
        return [shape for item in value for shape in shapes_of(item)]
    return []


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    recorded = {}
    texts = [WRITTEN, "\n".join(generated()), MORE, LIBRARIES, FURTHER.read_text()]
    for expression in dict.fromkeys(line for text in texts for line in text.strip().splitlines()):
        scope = {"torch": torch, "nn": nn, "F": F, "einops": einops, "torchvision": torchvision}
        exec(NAMES, scope)
        try:
            with torch.no_grad():
                recorded[expression] = shapes_of(eval(expression, scope))
        except (RuntimeError, ValueError, TypeError, IndexError, AssertionError, NotImplementedError, einops.EinopsError):
            recorded[expression] = None
    target = pathlib.Path("test/recorded/torch-functions.json")
    lines = [f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in recorded.items()]
    target.write_text(json.dumps({"names": NAMES.strip()})[:-1] + ',"expressions":{\n' + ",\n".join(lines) + "\n}}\n")
    print(f"{target}: {len(lines)} expressions, {sum(value is None for value in recorded.values())} refused")
