# layerscope: LanguageModel(50, 12) on (2, 7)
# Weights shared between layers, by assignment in both directions and by using the tensor itself.
import torch
from torch import nn
import torch.nn.functional as F


class LanguageModel(nn.Module):
    def __init__(self, words, width):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.proj = nn.Linear(7, width)
        self.body = nn.Linear(width, width)
        self.decoder = nn.Linear(width, words, bias=False)
        self.decoder.weight = self.embed.weight
        self.again = nn.Linear(width, width)
        self.again.weight = self.body.weight
        self.again.bias = nn.Parameter(torch.zeros(width))
        self.last = nn.Linear(width, width)
        self.last.load_state_dict(self.body.state_dict())
        nn.init.xavier_uniform_(self.body.weight)
        nn.init.constant_(self.body.bias, 0)

    def forward(self, x):
        x = self.last(self.again(self.body(self.proj(x))))
        scores = F.linear(x, self.embed.weight)
        return scores + self.decoder(x)
