"""Layers that say themselves what comes out: on symbolic tensors Keras believes them, whatever call does."""
import keras
from keras import layers, ops


class Capsules(layers.Layer):
    def __init__(self, count, width, **kwargs):
        super().__init__(**kwargs)
        self.count = count
        self.width = width

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=[self.count, input_shape[1], self.width, input_shape[2]], name="kernel")

    def call(self, inputs):
        spread = ops.tile(ops.expand_dims(inputs, 1), [1, self.count, 1, 1])
        predicted = ops.vectorized_map(lambda one: ops.einsum("nid,niod->nio", one, ops.swapaxes(self.kernel, 2, 2)), spread)
        return ops.sum(predicted, axis=2)

    def compute_output_shape(self, input_shape):
        return tuple([None, self.count, self.width])


class Length(layers.Layer):
    def call(self, inputs):
        return ops.sqrt(ops.sum(ops.square(inputs), -1))

    def compute_output_shape(self, input_shape):
        return input_shape[:-1]


class Pair(layers.Layer):
    def call(self, inputs):
        one, other = inputs
        return one + other, ops.concatenate([one, other], axis=-1)

    def compute_output_shape(self, input_shape):
        one, other = input_shape
        return [tuple(one), (*one[:-1], one[-1] + other[-1])]


x = keras.Input((16, 16, 3))
y = layers.Conv2D(8, 9, strides=2)(x)
y = layers.Reshape((-1, 4))(y)
capsules = Capsules(10, 16, name="capsules")(y)
left, both = Pair()([capsules, capsules])
model = keras.Model(x, [Length()(left), layers.Dense(3)(both)])
