/** The layers of einops for PyTorch. einops/layers/torch.py, _einmix.py */
export const LAYERS = /* python */ `
import torch
from torch import nn

import einops


class Rearrange(nn.Module):
    def __init__(self, pattern, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.axes_lengths = axes_lengths

    def forward(self, input):
        return einops.rearrange(input, self.pattern, **self.axes_lengths)


class Reduce(nn.Module):
    def __init__(self, pattern, reduction, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.reduction = reduction
        self.axes_lengths = axes_lengths

    def forward(self, input):
        return einops.reduce(input, self.pattern, reduction=self.reduction, **self.axes_lengths)


def _flat(side):
    return side.replace('(', ' ').replace(')', ' ').split()


class EinMix(nn.Module):
    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        self.pattern, self.weight_shape, self.bias_shape, self.axes_lengths = pattern, weight_shape, bias_shape, axes_lengths
        left, right = pattern.split('->')
        inner, outer, weight = _flat(left), _flat(right), weight_shape.split()
        for axis in weight:
            if axis not in axes_lengths:
                raise einops.EinopsError(f'Dimension {axis} of weight should be specified')
        self.pre_rearrange = self.post_rearrange = None
        if '(' in left:
            lengths = {name: length for name, length in axes_lengths.items() if name in inner}
            self.pre_rearrange = Rearrange(left + '->' + ' '.join(inner), **lengths)
        if '(' in right:
            self.post_rearrange = Rearrange(' '.join(outer) + '->' + right)
        self.weight = nn.Parameter(torch.zeros([axes_lengths[axis] for axis in weight]))
        self.bias = None
        if bias_shape is not None:
            named = bias_shape.split()
            after = outer[outer.index('...') + 1:] if '...' in outer else outer
            self.bias = nn.Parameter(torch.zeros([axes_lengths[axis] if axis in named else 1 for axis in after]))
        self.einsum_pattern = ' '.join(inner) + ', ' + ' '.join(weight) + ' -> ' + ' '.join(outer)

    def forward(self, input):
        if self.pre_rearrange is not None:
            input = self.pre_rearrange(input)
        result = einops.einsum(input, self.weight, self.einsum_pattern)
        if self.bias is not None:
            result = result + self.bias
        return result if self.post_rearrange is None else self.post_rearrange(result)
`;
