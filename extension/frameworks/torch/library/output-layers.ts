/**
 * Losses of torch.nn that hold layers of their own, composed as PyTorch composes them. torch/nn/modules/adaptive.py, loss.py
 * Evaluated like a user's file; only what decides layers, shapes and parameters is kept.
 */
export const OUTPUT_LAYERS = /* python */ `
import math
from collections import namedtuple

import torch
import torch.nn.functional as F
from torch.nn import Linear, Module, ModuleList, Sequential

_ASMoutput = namedtuple('_ASMoutput', ['output', 'loss'])


class AdaptiveLogSoftmaxWithLoss(Module):
    def __init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None):
        super().__init__()
        cutoffs = list(cutoffs)
        if len(cutoffs) == 0:
            raise ValueError('cutoffs should be a sequence of length larger than 0')
        if cutoffs != sorted(cutoffs) or min(cutoffs) <= 0 or max(cutoffs) > n_classes - 1 or len(set(cutoffs)) != len(cutoffs):
            raise ValueError('cutoffs should be unique, increasing and between 1 and n_classes-1')
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = cutoffs + [n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(self.in_features, self.head_size, bias=self.head_bias)
        self.tail = ModuleList()
        for i in range(self.n_clusters):
            hsz = int(self.in_features // (self.div_value ** (i + 1)))
            osz = self.cutoffs[i + 1] - self.cutoffs[i]
            self.tail.append(Sequential(Linear(self.in_features, hsz, bias=False), Linear(hsz, osz, bias=False)))

    def forward(self, input_, target_):
        input = input_ if target_.dim() > 0 else input_.unsqueeze(0)
        for i in range(self.n_clusters):
            # Which of the samples are of these classes, the targets say.
            rows = ((target_ >= self.cutoffs[i]) & (target_ < self.cutoffs[i + 1])).nonzero().squeeze()
            self.tail[i](input.index_select(0, rows))
        self.head(input)
        return _ASMoutput(torch.zeros(target_.shape), torch.zeros([]))

    def _get_full_log_prob(self, input, head_output):
        out = input.new_empty((head_output.size(0), self.n_classes))
        for cluster in self.tail:
            cluster(input)
        return out

    def log_prob(self, input):
        return self._get_full_log_prob(input, self.head(input))

    def predict(self, input):
        return torch.argmax(self.head(input), dim=1)


class LinearCrossEntropyLoss(Module):
    def __init__(self, in_features, num_classes, *, out_features=(), bias=False, device=None, dtype=None, reduction='mean',
                 weight=None, ignore_index=None, label_smoothing=0.0, options=None):
        super().__init__()
        self.num_classes = num_classes
        self.out_features = out_features
        self.reduction = reduction
        self.linear = Linear(in_features, math.prod(out_features, start=num_classes), bias=bias)

    def forward(self, input, target):
        return F.linear_cross_entropy(input, self.linear.weight, target, reduction=self.reduction)
`;
