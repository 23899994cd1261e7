# layerscope: Captioner(20, 16, 24) on (3, 5, 20)
import torch
import torch.nn as nn


class Captioner(nn.Module):
    def __init__(self, n_in, hidden, n_out, layers=2):
        super().__init__()
        self.lstm = nn.LSTM(n_in, hidden, num_layers=layers, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(hidden * 2, hidden)
        self.fc = nn.Linear(hidden, n_out)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        seq, last = self.gru(out.permute(1, 0, 2))
        return self.fc(seq[-1]), last.squeeze(0), h
