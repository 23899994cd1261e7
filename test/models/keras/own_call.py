"""A layer of Keras's own with another `call`: the weights are inherited, and read as attributes."""

import keras
from keras import layers, ops


class StandardisedConv(layers.Conv2D):
    def call(self, inputs):
        mean, variance = ops.moments(self.kernel, axes=[0, 1, 2], keepdims=True)
        outputs = self.convolution_op(inputs, (self.kernel - mean) / ops.sqrt(variance + 1e-10))
        if self.bias is not None:
            outputs = outputs + self.bias
        return outputs


class NonNegativeDense(layers.Dense):
    def call(self, inputs):
        return ops.matmul(inputs, ops.relu(self.kernel)) + self.bias


model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        StandardisedConv(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        StandardisedConv(16, 3, strides=2, use_bias=False),
        layers.Flatten(),
        NonNegativeDense(10),
    ]
)
