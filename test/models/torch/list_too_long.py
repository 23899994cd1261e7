# layerscope: Net() on (1, 3, 16, 16)
# A list larger than is followed: the width that comes of it is not claimed, the rest is.
from torch import nn

NUMBERS = list(range(20_000_000))  # expect: limit-reached `list(range(20_000_000))`
WIDTH = len(NUMBERS) % 13 + 1


class Net(nn.Module):  # expect: not-inferred `Net`
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.second = nn.Conv2d(8, WIDTH, 3, padding=1)

    def forward(self, x):
        return self.second(self.first(x))  # expect: not-inferred `self.second(self.first(x))`
