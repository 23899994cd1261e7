# layerscope: Attention(16) on (1, 10, 16)
# The transpose of the keys is missing.
import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.qkv = nn.Linear(dim, dim * 3)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        scores = torch.matmul(q, k)  # expect: shape-mismatch `torch.matmul(q, k)`
        return scores.softmax(dim=-1) @ v
