# layerscope: Segmenter() on (1, 3, 32, 32)
# A training wrapper around a network: parts are built from its saved arguments.
import torch
import torch.nn as nn
import torch.nn.functional as F


class Trainer(nn.Module):
    def configure(self):
        return torch.optim.Adam(self.parameters(), lr=self.lr)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.cross_entropy(self(x), y)


class Segmenter(Trainer):
    def __init__(self, lr=1e-3, width=8, **kwargs):
        super().__init__()
        self.lr = lr
        self.options = {'width': width, **kwargs}
        self.encoder = self.build_encoder(**self.options)
        self.decoder = nn.ModuleDict({f'up{i}': nn.ConvTranspose2d(width * 4 // 2**i, width * 2 // 2**i, 2, 2) for i in range(2)})  # expect: checkerboard-initial `nn.ConvTranspose2d(width * 4 // 2**i, width * 2 // 2**i, 2, 2)`
        self.criterion = nn.CrossEntropyLoss()
        self.out = nn.Conv2d(width, 2, 1)

    @staticmethod
    def build_encoder(width, depth=2):
        stages, channels = [], 3
        for level in range(depth + 1):
            stages.append(nn.Sequential(nn.Conv2d(channels, width * 2**level, 3, 1 if level == 0 else 2, 1), nn.GELU()))
            channels = width * 2**level
        return nn.ModuleList(stages)

    def forward(self, x):
        skips = []
        for stage in self.encoder:
            x = stage(x)
            skips.append(x)
        skips.pop()
        for name, up in self.decoder.items():
            x = up(x) + skips.pop()
        return self.out(x)
