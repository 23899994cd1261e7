/** Swin Transformer and its second version. torchvision/models/swin_transformer.py */
const BUILDERS: readonly (readonly [string, string])[] = [
  ['swin_t', '96, [2, 2, 6, 2], [3, 6, 12, 24], [7, 7], 0.2'],
  ['swin_s', '96, [2, 2, 18, 2], [3, 6, 12, 24], [7, 7], 0.3'],
  ['swin_b', '128, [2, 2, 18, 2], [4, 8, 16, 32], [7, 7], 0.5'],
  ['swin_v2_t', '96, [2, 2, 6, 2], [3, 6, 12, 24], [8, 8], 0.2'],
  ['swin_v2_s', '96, [2, 2, 18, 2], [3, 6, 12, 24], [8, 8], 0.3'],
  ['swin_v2_b', '128, [2, 2, 18, 2], [4, 8, 16, 32], [8, 8], 0.5'],
];

export const SWIN = `${
  /* python */ `
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

from torchvision.models._utils import _builder
from torchvision.ops.misc import MLP, Permute
from torchvision.ops.stochastic_depth import StochasticDepth


def _patch_merging_pad(x):
    H, W = x.shape[-3], x.shape[-2]
    x = F.pad(x, (0, 0, 0, W % 2, 0, H % 2))
    return torch.cat([x[..., i::2, j::2, :] for j in (0, 1) for i in (0, 1)], -1)


class PatchMerging(nn.Module):
    def __init__(self, dim, norm_layer=nn.LayerNorm):
        super().__init__()
        self.dim = dim
        self.reduction = nn.Linear(4 * dim, 2 * dim, bias=False)
        self.norm = norm_layer(4 * dim)

    def forward(self, x):
        return self.reduction(self.norm(_patch_merging_pad(x)))


class PatchMergingV2(nn.Module):
    def __init__(self, dim, norm_layer=nn.LayerNorm):
        super().__init__()
        self.dim = dim
        self.reduction = nn.Linear(4 * dim, 2 * dim, bias=False)
        self.norm = norm_layer(2 * dim)

    def forward(self, x):
        return self.norm(self.reduction(_patch_merging_pad(x)))


def _windows(x, window):
    n, h, w, c = x.shape
    x = x.view(n, h // window[0], window[0], w // window[1], window[1], c).permute(0, 1, 3, 2, 4, 5)
    return x.reshape(n * (h // window[0]) * (w // window[1]), window[0] * window[1], c)


def shifted_window_attention(input, qkv_weight, proj_weight, relative_position_bias, window_size, num_heads, shift_size,
                             attention_dropout=0.0, dropout=0.0, qkv_bias=None, proj_bias=None, logit_scale=None, training=True):
    n, height, width, c = input.shape
    right, below = -width % window_size[1], -height % window_size[0]
    x = F.pad(input, (0, 0, 0, right, 0, below))
    h, w = height + below, width + right
    # A window as large as the map is not shifted: rolling changes no shape, so that it is rolled all the same.
    shift = shift_size if sum(shift_size) > 0 else None
    if shift:
        x = torch.roll(x, shifts=(-shift[0], -shift[1]), dims=(1, 2))
    x = _windows(x, window_size)
    many, inner = x.shape[0], window_size[0] * window_size[1]
    qkv = F.linear(x, qkv_weight, qkv_bias).reshape(many, inner, 3, num_heads, c // num_heads).permute(2, 0, 3, 1, 4)
    q, k, v = qkv[0], qkv[1], qkv[2]
    if logit_scale is not None:
        attention = F.normalize(q, dim=-1) @ F.normalize(k, dim=-1).transpose(-2, -1) * torch.clamp(logit_scale, max=4.6).exp()
    else:
        attention = q @ k.transpose(-2, -1)
    attention = F.softmax(attention + relative_position_bias, dim=-1)
    attention = F.dropout(attention, p=attention_dropout, training=training)
    x = F.linear(attention.matmul(v).transpose(1, 2).reshape(many, inner, c), proj_weight, proj_bias)
    x = F.dropout(x, p=dropout, training=training)
    x = x.view(n, h // window_size[0], w // window_size[1], window_size[0], window_size[1], c)
    x = x.permute(0, 1, 3, 2, 4, 5).reshape(n, h, w, c)
    if shift:
        x = torch.roll(x, shifts=(shift[0], shift[1]), dims=(1, 2))
    return x[:, :height, :width, :].contiguous()


class ShiftedWindowAttention(nn.Module):
    def __init__(self, dim, window_size, shift_size, num_heads, qkv_bias=True, proj_bias=True, attention_dropout=0.0, dropout=0.0):
        super().__init__()
        if len(window_size) != 2 or len(shift_size) != 2:
            raise ValueError('window_size and shift_size must be of length 2')
        self.window_size, self.shift_size, self.num_heads = window_size, shift_size, num_heads
        self.attention_dropout, self.dropout = attention_dropout, dropout
        self.qkv = nn.Linear(dim, dim * 3, bias=qkv_bias)
        self.proj = nn.Linear(dim, dim, bias=proj_bias)
        self.define_relative_position_bias_table()
        self.register_buffer('relative_position_index', torch.zeros((window_size[0] * window_size[1]) ** 2, dtype=torch.long))

    def define_relative_position_bias_table(self):
        size = (2 * self.window_size[0] - 1) * (2 * self.window_size[1] - 1)
        self.relative_position_bias_table = nn.Parameter(torch.zeros(size, self.num_heads))

    def _bias(self, table):
        inner = self.window_size[0] * self.window_size[1]
        return table[self.relative_position_index].view(inner, inner, -1).permute(2, 0, 1).contiguous().unsqueeze(0)

    def get_relative_position_bias(self):
        return self._bias(self.relative_position_bias_table)

    def forward(self, x):
        return shifted_window_attention(
            x, self.qkv.weight, self.proj.weight, self.get_relative_position_bias(), self.window_size, self.num_heads,
            self.shift_size, self.attention_dropout, self.dropout, self.qkv.bias, self.proj.bias,
            getattr(self, 'logit_scale', None), self.training)


class ShiftedWindowAttentionV2(ShiftedWindowAttention):
    def __init__(self, dim, window_size, shift_size, num_heads, qkv_bias=True, proj_bias=True, attention_dropout=0.0, dropout=0.0):
        super().__init__(dim, window_size, shift_size, num_heads, qkv_bias, proj_bias, attention_dropout, dropout)
        self.logit_scale = nn.Parameter(torch.ones((num_heads, 1, 1)))
        self.cpb_mlp = nn.Sequential(nn.Linear(2, 512, bias=True), nn.ReLU(inplace=True), nn.Linear(512, num_heads, bias=False))

    def define_relative_position_bias_table(self):
        self.register_buffer('relative_coords_table', torch.zeros(1, 2 * self.window_size[0] - 1, 2 * self.window_size[1] - 1, 2))

    def get_relative_position_bias(self):
        return 16 * torch.sigmoid(self._bias(self.cpb_mlp(self.relative_coords_table).view(-1, self.num_heads)))


class SwinTransformerBlock(nn.Module):
    def __init__(self, dim, num_heads, window_size, shift_size, mlp_ratio=4.0, dropout=0.0, attention_dropout=0.0,
                 stochastic_depth_prob=0.0, norm_layer=nn.LayerNorm, attn_layer=ShiftedWindowAttention):
        super().__init__()
        self.norm1 = norm_layer(dim)
        self.attn = attn_layer(dim, window_size, shift_size, num_heads, attention_dropout=attention_dropout, dropout=dropout)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
        self.norm2 = norm_layer(dim)
        self.mlp = MLP(dim, [int(dim * mlp_ratio), dim], activation_layer=nn.GELU, inplace=None, dropout=dropout)

    def forward(self, x):
        x = x + self.stochastic_depth(self.attn(self.norm1(x)))
        return x + self.stochastic_depth(self.mlp(self.norm2(x)))


class SwinTransformerBlockV2(SwinTransformerBlock):
    def __init__(self, dim, num_heads, window_size, shift_size, mlp_ratio=4.0, dropout=0.0, attention_dropout=0.0,
                 stochastic_depth_prob=0.0, norm_layer=nn.LayerNorm, attn_layer=ShiftedWindowAttentionV2):
        super().__init__(dim, num_heads, window_size, shift_size, mlp_ratio, dropout, attention_dropout, stochastic_depth_prob,
                         norm_layer, attn_layer)

    def forward(self, x):
        x = x + self.stochastic_depth(self.norm1(self.attn(x)))
        return x + self.stochastic_depth(self.norm2(self.mlp(x)))


class SwinTransformer(nn.Module):
    def __init__(self, patch_size, embed_dim, depths, num_heads, window_size, mlp_ratio=4.0, dropout=0.0, attention_dropout=0.0,
                 stochastic_depth_prob=0.1, num_classes=1000, norm_layer=None, block=None, downsample_layer=PatchMerging):
        super().__init__()
        self.num_classes = num_classes
        block, norm = block or SwinTransformerBlock, norm_layer or partial(nn.LayerNorm, eps=1e-5)
        patch = (patch_size[0], patch_size[1])
        layers = [nn.Sequential(nn.Conv2d(3, embed_dim, kernel_size=patch, stride=patch), Permute([0, 2, 3, 1]), norm(embed_dim))]
        total, number = sum(depths), 0
        for i, depth in enumerate(depths):
            dim, stage = embed_dim * 2**i, []
            for j in range(depth):
                shift = [0 if j % 2 == 0 else side // 2 for side in window_size]
                stage.append(block(dim, num_heads[i], window_size=window_size, shift_size=shift, mlp_ratio=mlp_ratio, dropout=dropout,
                                   attention_dropout=attention_dropout, norm_layer=norm,
                                   stochastic_depth_prob=stochastic_depth_prob * number / (total - 1)))
                number += 1
            layers.append(nn.Sequential(*stage))
            if i < len(depths) - 1:
                layers.append(downsample_layer(dim, norm))
        self.features = nn.Sequential(*layers)
        last = embed_dim * 2 ** (len(depths) - 1)
        self.norm = norm(last)
        self.permute = Permute([0, 3, 1, 2])
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten(1)
        self.head = nn.Linear(last, num_classes)

    def forward(self, x):
        return self.head(self.flatten(self.avgpool(self.permute(self.norm(self.features(x))))))


def _swin(second, width, depths, heads, window, stochastic, kwargs):
    if second:
        kwargs.update(block=SwinTransformerBlockV2, downsample_layer=PatchMergingV2)
    return SwinTransformer([4, 4], width, depths, heads, window, stochastic_depth_prob=stochastic, **kwargs)
`
}${BUILDERS.map(
  ([name, values]) => `

@_builder
def ${name}(weights, **kwargs):
    return _swin(${name.includes('v2') ? 'True' : 'False'}, ${values}, kwargs)
`,
).join('')}`;
