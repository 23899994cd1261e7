/** Vision Transformer. torchvision/models/vision_transformer.py */
export const VISION_TRANSFORMER = /* python */ `
from collections import OrderedDict, namedtuple
from functools import partial

import torch
from torch import nn

from torchvision.models._utils import _builder, _same
from torchvision.ops.misc import MLP, Conv2dNormActivation

ConvStemConfig = namedtuple('ConvStemConfig', ['out_channels', 'kernel_size', 'stride', 'norm_layer', 'activation_layer'],
                            defaults=[nn.BatchNorm2d, nn.ReLU])


class MLPBlock(MLP):
    def __init__(self, in_dim, mlp_dim, dropout):
        super().__init__(in_dim, [mlp_dim, in_dim], activation_layer=nn.GELU, inplace=None, dropout=dropout)


class EncoderBlock(nn.Module):
    def __init__(self, num_heads, hidden_dim, mlp_dim, dropout, attention_dropout, norm_layer=partial(nn.LayerNorm, eps=1e-6)):
        super().__init__()
        self.num_heads = num_heads
        self.ln_1 = norm_layer(hidden_dim)
        self.self_attention = nn.MultiheadAttention(hidden_dim, num_heads, dropout=attention_dropout, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.ln_2 = norm_layer(hidden_dim)
        self.mlp = MLPBlock(hidden_dim, mlp_dim, dropout)

    def forward(self, input):
        x = self.ln_1(input)
        x, _ = self.self_attention(x, x, x, need_weights=False)
        x = self.dropout(x) + input
        return x + self.mlp(self.ln_2(x))


class Encoder(nn.Module):
    def __init__(self, seq_length, num_layers, num_heads, hidden_dim, mlp_dim, dropout, attention_dropout,
                 norm_layer=partial(nn.LayerNorm, eps=1e-6)):
        super().__init__()
        self.pos_embedding = nn.Parameter(torch.empty(1, seq_length, hidden_dim))
        self.dropout = nn.Dropout(dropout)
        layers = OrderedDict()
        for i in range(num_layers):
            layers[f'encoder_layer_{i}'] = EncoderBlock(num_heads, hidden_dim, mlp_dim, dropout, attention_dropout, norm_layer)
        self.layers = nn.Sequential(layers)
        self.ln = norm_layer(hidden_dim)

    def forward(self, input):
        return self.ln(self.layers(self.dropout(input + self.pos_embedding)))


class VisionTransformer(nn.Module):
    def __init__(self, image_size, patch_size, num_layers, num_heads, hidden_dim, mlp_dim, dropout=0.0, attention_dropout=0.0,
                 num_classes=1000, representation_size=None, norm_layer=partial(nn.LayerNorm, eps=1e-6), conv_stem_configs=None):
        super().__init__()
        if image_size % patch_size != 0:
            raise AssertionError('Input shape indivisible by patch size!')
        self.image_size, self.patch_size, self.hidden_dim, self.mlp_dim = image_size, patch_size, hidden_dim, mlp_dim
        self.attention_dropout, self.dropout, self.num_classes = attention_dropout, dropout, num_classes
        self.representation_size, self.norm_layer = representation_size, norm_layer
        if conv_stem_configs is None:
            self.conv_proj = nn.Conv2d(3, hidden_dim, kernel_size=patch_size, stride=patch_size)
        else:
            stem, inside = nn.Sequential(), 3
            for i, each in enumerate(conv_stem_configs):
                stem.add_module(f'conv_bn_relu_{i}', Conv2dNormActivation(inside, each.out_channels, each.kernel_size, each.stride,
                                norm_layer=each.norm_layer, activation_layer=each.activation_layer))
                inside = each.out_channels
            stem.add_module('conv_last', nn.Conv2d(inside, hidden_dim, kernel_size=1))
            self.conv_proj = stem
        self.class_token = nn.Parameter(torch.zeros(1, 1, hidden_dim))
        self.seq_length = (image_size // patch_size) ** 2 + 1
        self.encoder = Encoder(self.seq_length, num_layers, num_heads, hidden_dim, mlp_dim, dropout, attention_dropout, norm_layer)
        heads = OrderedDict()
        if representation_size is not None:
            heads['pre_logits'] = nn.Linear(hidden_dim, representation_size)
            heads['act'] = nn.Tanh()
        heads['head'] = nn.Linear(representation_size or hidden_dim, num_classes)
        self.heads = nn.Sequential(heads)

    def _process_input(self, x):
        n, c, h, w = x.shape
        if h != self.image_size:
            raise AssertionError(f'Wrong image height! Expected {self.image_size} but got {h}!')
        if w != self.image_size:
            raise AssertionError(f'Wrong image width! Expected {self.image_size} but got {w}!')
        x = self.conv_proj(x)
        return x.reshape(n, self.hidden_dim, (h // self.patch_size) * (w // self.patch_size)).permute(0, 2, 1)

    def forward(self, x):
        x = self._process_input(x)
        x = torch.cat([self.class_token.expand(x.shape[0], -1, -1), x], dim=1)
        return self.heads(self.encoder(x)[:, 0])


def _vision_transformer(patch_size, num_layers, num_heads, hidden_dim, weights, **kwargs):
    size = 224
    if hasattr(weights, 'meta'):
        size = weights.meta['min_size'][0]
    if weights is not None and weights:
        _same(kwargs, 'image_size', size)
    kwargs['image_size'] = kwargs.get('image_size', size)
    return VisionTransformer(patch_size=patch_size, num_layers=num_layers, num_heads=num_heads, hidden_dim=hidden_dim,
                             mlp_dim=4 * hidden_dim, **kwargs)


@_builder
def vit_b_16(weights, **kwargs):
    return _vision_transformer(16, 12, 12, 768, weights, **kwargs)


@_builder
def vit_b_32(weights, **kwargs):
    return _vision_transformer(32, 12, 12, 768, weights, **kwargs)


@_builder
def vit_l_16(weights, **kwargs):
    return _vision_transformer(16, 24, 16, 1024, weights, **kwargs)


@_builder
def vit_l_32(weights, **kwargs):
    return _vision_transformer(32, 24, 16, 1024, weights, **kwargs)


@_builder
def vit_h_14(weights, **kwargs):
    return _vision_transformer(14, 32, 16, 1280, weights, **kwargs)
`;
