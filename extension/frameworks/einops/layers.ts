/** The layers of einops for PyTorch and for Keras. einops/layers/torch.py, keras.py, _einmix.py */

/** What EinMix makes of its pattern: what is rearranged before and after, the shapes of weight and bias, the equation. */
const MIX = /* python */ `
import einops


def _flat(side):
    return side.replace('(', ' ').replace(')', ' ').split()


def _mix(pattern, weight_shape, bias_shape, axes_lengths):
    left, right = pattern.split('->')
    inner, outer, weight = _flat(left), _flat(right), weight_shape.split()
    for axis in weight:
        if axis not in axes_lengths:
            raise einops.EinopsError(f'Dimension {axis} of weight should be specified')
    before = after = bias = None
    if '(' in left:
        lengths = {name: length for name, length in axes_lengths.items() if name in inner}
        before = (left + '->' + ' '.join(inner), lengths)
    if '(' in right:
        after = ' '.join(outer) + '->' + right
    if bias_shape is not None:
        named = bias_shape.split()
        last = outer[outer.index('...') + 1:] if '...' in outer else outer
        bias = [axes_lengths[axis] if axis in named else 1 for axis in last]
    equation = ' '.join(inner) + ', ' + ' '.join(weight) + ' -> ' + ' '.join(outer)
    return before, after, [axes_lengths[axis] for axis in weight], bias, equation
`;

export const TORCH_LAYERS = /* python */ `${MIX}
import torch
from torch import nn


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


class EinMix(nn.Module):
    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        self.pattern, self.weight_shape, self.bias_shape, self.axes_lengths = pattern, weight_shape, bias_shape, axes_lengths
        before, after, weight, bias, self.einsum_pattern = _mix(pattern, weight_shape, bias_shape, axes_lengths)
        self.pre_rearrange = before and Rearrange(before[0], **before[1])
        self.post_rearrange = after and Rearrange(after)
        self.weight = nn.Parameter(torch.zeros(weight))
        self.bias = None if bias is None else nn.Parameter(torch.zeros(bias))

    def forward(self, input):
        if self.pre_rearrange is not None:
            input = self.pre_rearrange(input)
        result = einops.einsum(input, self.weight, self.einsum_pattern)
        if self.bias is not None:
            result = result + self.bias
        return result if self.post_rearrange is None else self.post_rearrange(result)
`;

export const KERAS_LAYERS = /* python */ `${MIX}
from keras import layers


class Rearrange(layers.Layer):
    def __init__(self, pattern, **axes_lengths):
        super().__init__()
        self.pattern, self.axes_lengths = pattern, axes_lengths

    def call(self, inputs):
        return einops.rearrange(inputs, self.pattern, **self.axes_lengths)


class Reduce(layers.Layer):
    def __init__(self, pattern, reduction, **axes_lengths):
        super().__init__()
        self.pattern, self.reduction, self.axes_lengths = pattern, reduction, axes_lengths

    def call(self, inputs):
        return einops.reduce(inputs, self.pattern, reduction=self.reduction, **self.axes_lengths)


class EinMix(layers.Layer):
    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        self.pattern, self.weight_shape, self.bias_shape, self.axes_lengths = pattern, weight_shape, bias_shape, axes_lengths
        self.parts = _mix(pattern, weight_shape, bias_shape, axes_lengths)
        before, after, _, _, self.einsum_pattern = self.parts
        self.pre_rearrange = before and Rearrange(before[0], **before[1])
        self.post_rearrange = after and Rearrange(after)

    def build(self, input_shape):
        _, _, weight, bias, _ = self.parts
        self.weight = self.add_weight(shape=weight, trainable=True)
        self.bias = None if bias is None else self.add_weight(shape=bias, trainable=True)

    def call(self, inputs):
        if self.pre_rearrange is not None:
            inputs = self.pre_rearrange(inputs)
        result = einops.einsum(inputs, self.weight, self.einsum_pattern)
        if self.bias is not None:
            result = result + self.bias
        return result if self.post_rearrange is None else self.post_rearrange(result)


keras_custom_objects = {cls.__name__: cls for cls in (Rearrange, Reduce, EinMix)}
`;
