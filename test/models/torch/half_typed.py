# layerscope: Net() on (1, 3, 16, 16)
# One line is being typed: the rest of the file is read all the same.
from torch import nn


class Net(nn.Module):  # expect: not-inferred `Net`
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.second = nn.Conv2d(8, 8,  # expect: syntax-error `(`

    def forward(self, x):
        return self.first(x)
