# layerscope: Net() on (1, 3, 16, 16)
# The width comes from the machine: what depends on it is not claimed, the rest is.
import os
from torch import nn

WIDTH = int(os.environ.get("LAYERSCOPE_SAMPLE_WIDTH", "16"))


class Net(nn.Module):  # expect: not-inferred `Net`
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.second = nn.Conv2d(8, WIDTH, 3, padding=1)

    def forward(self, x):
        return self.second(self.first(x))  # expect: not-inferred `self.second(self.first(x))`
