# layerscope: Net() on (1, 3, 16, 16)
from torch.nn import *
from torch.nn.functional import *


class Net(Module):
    def __init__(self):
        super().__init__()
        self.features = Sequential(Conv2d(3, 8, 3, padding=1), BatchNorm2d(8), ReLU())
        self.head = Linear(8, 4)

    def forward(self, x):
        x = interpolate(self.features(x), scale_factor=0.5)
        x = adaptive_avg_pool2d(dropout(x, 0.1, self.training), 1)
        return log_softmax(self.head(x.flatten(1)), dim=1)
