"""Layers by inheritance: a mixin that normalises, a base that calls hooks, a subclass that overrides one."""
import tensorflow as tf
from tensorflow.keras import Model, layers


class NormMixin:
    norm = "batch"

    def make_norm(self):
        return {"batch": layers.BatchNormalization, "layer": layers.LayerNormalization}[self.norm]()


class Block(NormMixin, layers.Layer):
    def __init__(self, width, *, repeats=1, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.convs = [self.make_conv(i) for i in range(repeats)]
        self.norms = [self.make_norm() for _ in range(repeats)]

    def make_conv(self, index):
        return layers.Conv2D(self.width, 3, padding="same", use_bias=False)

    def call(self, x, training=None):
        for conv, norm in zip(self.convs, self.norms):
            x = tf.nn.relu(norm(conv(x)))
        return x


class SeparableBlock(Block):
    norm = "layer"

    def make_conv(self, index):
        return layers.SeparableConv2D(self.width, 3 + 2 * index, padding="same", depth_multiplier=2)


class Classifier(Model):
    def __init__(self, classes):
        super().__init__()
        self.blocks = [Block(6), SeparableBlock(8, repeats=2), Block(10, name="last")]
        self.pool = layers.MaxPooling2D()
        self.head = layers.Dense(classes)

    def call(self, x):
        for block in self.blocks:
            x = self.pool(block(x))
        return self.head(tf.reduce_mean(x, axis=[1, 2]))


model = Classifier(4)
model(tf.zeros((2, 24, 32, 3)))
