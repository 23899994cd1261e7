# layerscope: ColorDecoder(latent=16) on (2, 16)
from abc import ABC, abstractmethod

import torch
import torch.nn as nn


class BaseDecoder(nn.Module, ABC):
    start = 4

    def __init__(self, latent, width=32):
        super().__init__()
        self.latent = latent
        self.project = nn.Linear(latent, width * self.start * self.start)
        self.width = width
        self.body = self.make_body()
        self.head = self.make_head()

    @abstractmethod
    def make_body(self): ...

    def make_head(self):
        return nn.Conv2d(self.width // 4, 1, 3, padding=1)

    @property
    def start_shape(self):
        return (self.width, self.start, self.start)

    def forward(self, z):
        x = self.project(z).view(-1, *self.start_shape)
        return torch.sigmoid(self.head(self.body(x)))


class Decoder(BaseDecoder):
    def make_body(self):
        w = self.width
        return nn.Sequential(
            nn.Upsample(scale_factor=2),
            nn.Conv2d(w, w // 2, 3, padding=1),
            nn.ELU(),
            nn.UpsamplingBilinear2d(scale_factor=2),
            nn.Conv2d(w // 2, w // 4, 3, padding=1),
            nn.ELU(),
        )


class ColorDecoder(Decoder):
    start = 5

    def make_head(self):
        return nn.Sequential(super().make_head(), nn.Conv2d(1, 3, 1))
