"""
What parameters start as when the code fills them itself: the moments of real PyTorch's numbers, to test/recorded/starts-torch.json; and
what comes out of a layer whose kernel the code computes, to test/recorded/fixed-torch.json.

Run from the repository root: python test/oracle/numbers/torch_starts.py

`conv` is nn.Conv2d(64, 96, 3), `up` is nn.ConvTranspose2d(64, 96, 4), `dense` is nn.Linear(384, 256); `w` is the weight of the one that
is looked at. In the fixed cases `self.layer` is nn.Conv2d(3, 3, 3, padding=1, bias=False).
"""
import json
import pathlib
import warnings

import torch
from torch import nn

from seeded import recorded, uniform

warnings.simplefilter("ignore")
LAYERS = {"conv": nn.Conv2d(64, 96, 3), "up": nn.ConvTranspose2d(64, 96, 4), "dense": nn.Linear(384, 256)}
STATEMENTS = [
    "pass",
    "nn.init.uniform_(w)",
    "nn.init.uniform_(w, -0.3, b=0.1)",
    "nn.init.normal_(w)",
    "nn.init.normal_(w, 1.0, 0.02)",
    "nn.init.normal_(w.data, mean=0.5, std=0.02)",
    "nn.init.trunc_normal_(w)",
    "nn.init.trunc_normal_(w, std=0.02)",
    "nn.init.constant_(w, 0.25)",
    "nn.init.ones_(w)",
    "nn.init.zeros_(w)",
    "nn.init.xavier_uniform_(w)",
    "nn.init.xavier_uniform_(w, gain=nn.init.calculate_gain('relu'))",
    "nn.init.xavier_normal_(w, 0.5)",
    "nn.init.xavier_normal(w)",
    "nn.init.kaiming_uniform_(w)",
    "nn.init.kaiming_uniform_(w, a=math.sqrt(5))",
    "nn.init.kaiming_uniform_(w, mode='fan_out', nonlinearity='relu')",
    "nn.init.kaiming_normal_(w)",
    "nn.init.kaiming_normal_(w, 0.2)",
    "nn.init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu')",
    "nn.init.kaiming_normal_(w, nonlinearity='tanh')",
    "nn.init.orthogonal_(w)",
    "nn.init.orthogonal_(w, gain=2 ** 0.5)",
    "w.data.normal_(0.0, 0.02)",
    "w.data.uniform_(-0.1, 0.2)",
    "w.data.zero_()",
    "w.data.fill_(0.125)",
    "w.data = torch.full_like(w, 0.5)",
]
FIXED = [
    "self.layer.weight.data = torch.eye(3).view(3, 3, 1, 1).expand(3, 3, 3, 3) / 9",
    "self.layer.weight = nn.Parameter(torch.arange(81.0).view(3, 3, 3, 3) / 81)",
    "self.layer.weight.data.copy_(torch.linspace(-1, 1, 81).reshape(3, 3, 3, 3))",
    "self.layer.weight.data[:, 0] = 1 / 9; self.layer.weight.data[:, 1:] = 0",
    "nn.init.ones_(self.layer.weight); self.layer.weight.data.mul_(0.5)",
]


def fixed(statement):
    net = nn.Module()
    net.layer = nn.Conv2d(3, 3, 3, padding=1, bias=False)
    exec(statement, {"nn": nn, "torch": torch, "self": net})
    with torch.no_grad():
        return recorded(net.layer(torch.from_numpy(uniform("input 0", (1, 3, 6, 5)))).numpy())


def save(name, cases):
    target = pathlib.Path("test/recorded") / name
    target.write_text("{\n" + ",\n".join(f"{json.dumps(key)}:{json.dumps(value)}" for key, value in cases.items()) + "\n}\n")
    print(target, len(cases), "cases")


def main():
    torch.manual_seed(0)
    cases = {}
    for name, layer in LAYERS.items():
        for statement in STATEMENTS:
            layer.reset_parameters()
            scope = {"nn": nn, "torch": torch, "math": __import__("math"), "w": layer.weight}
            exec(statement, scope)
            w = layer.weight.detach().double()
            cases[f"{name}: {statement}"] = {
                "mean": w.mean().item(),
                "deviation": w.std(correction=0).item(),
                "least": w.min().item(),
                "most": w.max().item(),
            }
    save("starts-torch.json", cases)
    save("fixed-torch.json", {statement: fixed(statement) for statement in FIXED})


if __name__ == "__main__":
    main()
