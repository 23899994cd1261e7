# layerscope: Net() on (2, 10, 48)
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(48, 64)
        self.norm = nn.LayerNorm(48)  # expect: wrong-channels `48`

    def forward(self, x):
        return self.norm(self.proj(x))
