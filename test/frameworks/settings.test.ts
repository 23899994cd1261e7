/** Settings read by packages that are no frameworks: the model is the one that plain numbers make. */
import assert from 'node:assert/strict';
import { analyzeText } from './torch/analyze.ts';

const SETTINGS = `
import ml_collections
from addict import Dict
from easydict import EasyDict as edict
from omegaconf import OmegaConf
import torch
from torch import nn
from yacs.config import CfgNode as CN

_C = CN()
_C.MODEL = CN()
_C.MODEL.WIDTH = 8
_C.MODEL.EXTRA = CN(new_allowed=True)
_C.MODEL.EXTRA.STAGES = [2, 3]
_C.merge_from_list(["MODEL.WIDTH", 12])
_C.freeze()

options = edict({"conv": {"kernel": 3, "strides": [1, 2]}, "bias": False})
options.conv.padding = options.conv.kernel // 2
options["name"] = "net"

head = Dict()
head.fc.units = 5
head.fc.bias = True

other = OmegaConf.create({"dropout": {"rate": 0.2}, "layers": [{"out": 6}]})


def get_config():
    config = ml_collections.ConfigDict()
    config.hidden = 16
    config.transformer = ml_collections.ConfigDict()
    config.transformer.mlp_dim = config.hidden * 2
    config.patches = ml_collections.ConfigDict({"size": (4, 4)})
    with config.unlocked():
        config.extra = 1
    return config


class Net(nn.Module):
    def __init__(self, cfg, config):
        super().__init__()
        width = cfg.MODEL.WIDTH
        self.convs = nn.ModuleList()
        last = 3
        for stride, factor in zip(options.conv.strides, cfg.MODEL["EXTRA"]["STAGES"]):
            conv = nn.Conv2d(last, width * factor, options.conv.kernel, stride, options.conv.padding, bias=options.bias)
            self.convs.append(conv)
            last = width * factor
        self.patch = nn.Conv2d(last, config.hidden, config.patches["size"], config.patches.size)
        self.mlp = nn.Linear(config.hidden, config.transformer.mlp_dim)
        self.drop = nn.Dropout(other.dropout.rate)
        self.mix = nn.Linear(config.transformer.mlp_dim, other.layers[0].out)
        self.head = nn.Linear(other.layers[0]["out"], head.fc.units, bias=head.fc.bias and "bias" in options)

    def forward(self, x):
        for conv in self.convs:
            x = conv(x).relu()
        x = self.patch(x).flatten(2).transpose(1, 2)
        return self.head(self.mix(self.drop(self.mlp(x))))


def build():
    return Net(_C.clone(), get_config())
build()(torch.zeros(1, 3, 32, 32))
`;

const PLAIN = `
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(3, 24, 3, 1, 1, bias=False), nn.Conv2d(24, 36, 3, 2, 1, bias=False)])
        self.patch = nn.Conv2d(36, 16, 4, 4)
        self.mlp = nn.Linear(16, 32)
        self.drop = nn.Dropout(0.2)
        self.mix = nn.Linear(32, 6)
        self.head = nn.Linear(6, 5)

    def forward(self, x):
        for conv in self.convs:
            x = conv(x).relu()
        x = self.patch(x).flatten(2).transpose(1, 2)
        return self.head(self.mix(self.drop(self.mlp(x))))


Net()(torch.zeros(1, 3, 32, 32))
`;

const UNREAD = `
import torch
from torch import nn
from yacs.config import CfgNode

cfg = CfgNode({'WIDTH': 8})
cfg.merge_from_file('settings.yaml')
model = nn.Sequential(nn.Linear(3, cfg.WIDTH))
model(torch.zeros(1, 3))
`;

describe('Packages of settings', () => {
  it('give the numbers that were put into them', () => {
    const rows = (text: string) => {
      const { models, findings } = analyzeText('settings.py', text);
      assert.deepEqual(findings, []);
      return models.map(({ params, rows }) => [
        params.total,
        rows.map(({ name, type, outputShapes, params }) => [name, type, outputShapes, params]),
      ]);
    };
    assert.deepEqual(rows(SETTINGS), rows(PLAIN));
  });

  it('know nothing of what a file may have changed', () => {
    const { models } = analyzeText('settings.py', UNREAD);
    assert.equal(models[0]?.params.total, null);
  });
});
