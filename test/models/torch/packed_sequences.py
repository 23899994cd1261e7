# layerscope: Tagger(30, 5) on (3, 9)
# nn.utils.rnn: sequences padded, packed for the recurrent layer and padded again; states by their shapes.
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class Tagger(nn.Module):
    def __init__(self, width, tags):
        super().__init__()
        self.proj = nn.Linear(1, width)
        self.lstm = nn.LSTM(width, 16, num_layers=2, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(32, 8, batch_first=True)
        self.head = nn.Linear(8, tags)

    def init_hidden(self, batch):
        weight = next(self.parameters()).data
        return (weight.new(4, batch, 16).zero_(), weight.new_zeros(4, batch, 16))

    def forward(self, x):
        lengths = torch.full((x.size(0),), x.size(1))
        x = self.proj(x.unsqueeze(-1))
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        packed, (h, c) = self.lstm(packed, self.init_hidden(x.size(0)))
        out, lens = pad_packed_sequence(packed, batch_first=True, total_length=x.size(1))
        out, h = self.gru(out)
        return self.head(h[-1])
