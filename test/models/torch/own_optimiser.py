"""Optimisers written out: what they put in place of a parameter has its size, however many batches there are."""

import os

import torch
from torch import nn


def sgd(parameters, rate):
    for parameter in parameters:
        parameter.data = parameter.data - rate * parameter.grad.data


def momentum(parameters, velocities, rate):
    for parameter, velocity in zip(parameters, velocities):
        if parameter.grad is None:
            continue
        velocity[:] = 0.9 * velocity + rate * parameter.grad
        parameter.data = parameter.data - velocity


def train(net, step):
    for batch in os.environ.get("BATCHES", "one two").split():
        net(torch.randn(4, 6)).sum().backward()
        step()
        net.zero_grad()


def trained():
    plain = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3))
    train(plain, lambda: sgd(plain.parameters(), 0.01))
    heavy = nn.Sequential(plain, nn.Linear(3, 5))
    velocities = [torch.zeros_like(parameter.data) for parameter in heavy.parameters()]
    train(heavy, lambda: momentum(heavy.parameters(), velocities, 0.01))
    return heavy


# layerscope: trained() on (4, 6)
