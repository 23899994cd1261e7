# layerscope: Stack() on (2, 6, 20, 20)
import torch
import torch.nn as nn


class Lambda(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential()
        self.body.add_module('first', nn.Conv2d(6, 8, 1))
        self.body.append(nn.ReLU())
        self.body.append(nn.ZeroPad2d((1, 2, 3, 4)))
        self.body.append(nn.ReflectionPad2d(1))
        self.head = nn.Sequential(*list(self.body.children())[:-2], nn.Conv2d(8, 10, 3, stride=2, padding=1, padding_mode='reflect'))
        self.tail = self.body[2:]
        self.tail[0] = nn.ConstantPad2d(2, 0.5)
        self.squeeze = Lambda(lambda x: x[:, :, ::2, ::2])
        self.shape = nn.Sequential(nn.Flatten(1, 2), nn.Unflatten(1, (5, 2, -1)))
        self.scale = nn.ParameterList([nn.Parameter(torch.ones(10, 1, 1)) for _ in range(2)])

    def forward(self, x):
        x = self.head(x)
        for layer in self.tail:
            x = layer(x)
        for s in self.scale:
            x = x * s
        x = self.squeeze(x)
        return self.shape(x), len(self.body)
