# layerscope: Tagger() on (2, 12, 16)
# A bidirectional recurrence gives twice its hidden size.
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(16, 8, batch_first=True, bidirectional=True)
        self.out = nn.Linear(8, 5)  # expect: wrong-channels `8`

    def forward(self, x):
        return self.out(self.rnn(x)[0])
