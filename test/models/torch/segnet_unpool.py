# layerscope: SegNet(n_classes=4) on (1, 3, 38, 50)
# SegNet: pooling remembers where the maxima were, unpooling gets the size from before.
import torch.nn as nn


class segnetDown(nn.Module):
    def __init__(self, in_size, out_size, depth):
        super(segnetDown, self).__init__()
        sizes = [in_size] + [out_size] * depth
        self.convs = nn.Sequential(*[
            nn.Sequential(nn.Conv2d(int(a), int(b), 3, 1, 1), nn.BatchNorm2d(int(b)), nn.ReLU(inplace=True))
            for a, b in zip(sizes[:-1], sizes[1:])])
        self.maxpool_with_argmax = nn.MaxPool2d(2, 2, return_indices=True)

    def forward(self, inputs):
        outputs = self.convs(inputs)
        unpooled_shape = outputs.size()
        outputs, indices = self.maxpool_with_argmax(outputs)
        return outputs, indices, unpooled_shape


class segnetUp(nn.Module):
    def __init__(self, in_size, out_size):
        super(segnetUp, self).__init__()
        self.unpool = nn.MaxUnpool2d(2, 2)
        self.conv = nn.Conv2d(in_size, out_size, 3, 1, 1)

    def forward(self, inputs, indices, output_shape):
        outputs = self.unpool(input=inputs, indices=indices, output_size=output_shape)
        return self.conv(outputs)


class SegNet(nn.Module):
    def __init__(self, n_classes=21, in_channels=3):
        super(SegNet, self).__init__()
        self.down1 = segnetDown(in_channels, 8, 1)
        self.down2 = segnetDown(8, 16, 2)
        self.down3 = segnetDown(16, 24, 2)
        self.up3 = segnetUp(24, 16)
        self.up2 = segnetUp(16, 8)
        self.up1 = segnetUp(8, n_classes)

    def forward(self, inputs):
        down1, indices_1, unpool_shape1 = self.down1(inputs)
        down2, indices_2, unpool_shape2 = self.down2(down1)
        down3, indices_3, unpool_shape3 = self.down3(down2)
        up3 = self.up3(down3, indices_3, unpool_shape3)
        up2 = self.up2(up3, indices_2, unpool_shape2)
        up1 = self.up1(up2, indices_1, unpool_shape1)
        return up1
