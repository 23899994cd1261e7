# layerscope: TextCNN(vocab=100, dim=16) on (4, 12)
import torch
import torch.nn as nn
import torch.nn.functional as F


class TextCNN(nn.Module):
    def __init__(self, vocab, dim, sizes=(2, 3, 4), classes=3):
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim, padding_idx=0)
        self.convs = nn.ModuleList([nn.Conv2d(1, 10, (k, dim)) for k in sizes])
        self.norm = nn.LayerNorm(10 * len(sizes))
        self.fc = nn.Linear(10 * len(sizes), classes)

    def conv_and_pool(self, x, conv):
        x = F.relu(conv(x)).squeeze(3)
        return F.max_pool1d(x, x.size(2)).squeeze(2)

    def forward(self, ids):
        x = self.embedding(ids.long() % 100).unsqueeze(1)
        x = torch.cat([self.conv_and_pool(x, conv) for conv in self.convs], 1)
        return self.fc(self.norm(x))
