# layerscope: Tagger() on (2, 12)
import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 16)
        self.rnn = nn.LSTM(32, 8, batch_first=True, bidirectional=True)  # expect: wrong-channels `32`
        self.out = nn.Linear(16, 5)

    def forward(self, tokens):
        x, _ = self.rnn(self.embed(tokens.abs().long()))
        return self.out(x)
