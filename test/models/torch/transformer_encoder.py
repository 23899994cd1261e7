# layerscope: Tagger(50, 32, 4, 64, 2) on (2, 7, 50)
import math

import torch
import torch.nn as nn


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, dropout=0.1, max_len=100):
        super(PositionalEncoding, self).__init__()
        self.dropout = nn.Dropout(p=dropout)
        pe = torch.zeros(max_len, d_model)
        position = torch.arange(0, max_len, dtype=torch.float).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2).float() * (-math.log(10000.0) / d_model))
        pe[:, 0::2] = torch.sin(position * div_term)
        pe[:, 1::2] = torch.cos(position * div_term)
        pe = pe.unsqueeze(0)
        self.register_buffer('pe', pe)

    def forward(self, x):
        x = x + self.pe[:, : x.size(1)]
        return self.dropout(x)


class Tagger(nn.Module):
    def __init__(self, n_in, d_model, nhead, nhid, nlayers, n_out=5):
        super().__init__()
        self.project = nn.Linear(n_in, d_model)
        self.pos_encoder = PositionalEncoding(d_model)
        self.layers = nn.ModuleList([nn.TransformerEncoderLayer(d_model, nhead, nhid, batch_first=True) for _ in range(nlayers)])
        self.decoder = nn.Linear(d_model, n_out)

    def forward(self, src):
        src = self.project(src) * math.sqrt(self.project.out_features)
        src = self.pos_encoder(src)
        for layer in self.layers:
            src = layer(src)
        return self.decoder(src)
