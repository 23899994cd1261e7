# layerscope: model on (1, 3, 30, 30)
# A model that is built at module level and changed after it was built.
import torch
import torch.nn as nn

backbone = nn.Sequential(nn.Conv2d(3, 6, 3), nn.BatchNorm2d(6), nn.ReLU(), nn.AdaptiveMaxPool2d(3), nn.Flatten(), nn.Linear(54, 10))
for param in backbone.parameters():
    param.requires_grad = False
backbone[-1] = nn.Linear(54, 2)
model = nn.Sequential()
model.backbone = backbone
model.soft = nn.Softmax(dim=-1)
total = sum(p.numel() for p in model.parameters() if p.requires_grad)
print(f'{total:,} trainable parameters')
