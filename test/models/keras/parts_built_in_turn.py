"""Layers whose parts are built one after the other, each from the shape that the one before computes."""

import keras
from keras import layers


class Block(layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.steps = []
        self.match = None
        self.shape_now = None

    def add_step(self, layer):
        self.steps.append(layer)
        self.steps[-1].build(self.shape_now)
        self.shape_now = self.steps[-1].compute_output_shape(self.shape_now)

    def build(self, input_shape):
        self.shape_now = input_shape
        for index in range(2):
            self.add_step(layers.Conv1D(self.filters, 3, padding="causal", name=f"conv_{index}"))
            self.add_step(layers.Activation("relu"))
        if self.filters != input_shape[-1]:
            self.match = layers.Conv1D(self.filters, 1)
        else:
            self.match = layers.Lambda(lambda x: x)
        self.match.build(input_shape)
        self.shape_now = self.match.compute_output_shape(input_shape)
        self.built = True

    def call(self, inputs):
        x = inputs
        for step in self.steps:
            x = step(x)
        return layers.add([x, self.match(inputs)])


class Stack(layers.Layer):
    def build(self, input_shape):
        self.blocks = []
        shape = input_shape
        for index in range(3):
            self.blocks.append(Block(16, name=f"block_{index}"))
            self.blocks[-1].build(shape)
            shape = self.blocks[-1].shape_now
        self.last = layers.Lambda(lambda x: x[:, -1, :])
        self.last.build(shape)
        self.built = True

    def call(self, inputs):
        x = inputs
        for block in self.blocks:
            x = block(x)
        return self.last(x)


inputs = keras.Input((24, 8))
stacked = Stack()(inputs)
model = keras.Model(inputs, layers.Dense(3)(stacked))

halved = layers.Lambda(lambda x: x[:, ::2, :4]).compute_output_shape((None, 24, 8))
inner = keras.Sequential([keras.Input((24, 8)), layers.LSTM(7, return_sequences=True)])
told = inner.compute_output_shape((None, 24, 8))
sizes = keras.Sequential([keras.Input((5,)), layers.Dense(halved[1]), layers.Dense(halved[2]), layers.Dense(told[-1])])
