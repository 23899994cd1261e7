"""The output shape that a Lambda is told holds, whatever its function computes."""

import keras
from keras import layers

inputs = keras.Input((8,))
first = keras.Model(inputs, layers.Dense(2)(layers.Lambda(lambda x: x[:, :5], output_shape=(7,))(inputs)))
second = keras.Model(inputs, layers.Lambda(lambda x: x[:, :5], output_shape=lambda shape: (shape[0], 9))(inputs))
third = keras.Model(inputs, layers.Lambda(lambda x: x[:, :5], output_shape=(5,))(inputs))
# As it was written when the batch was part of it.
fourth = keras.Model(inputs, layers.Lambda(lambda x: x[:, :4], output_shape=(None, 4))(inputs))
both = layers.Lambda(lambda x: [x, x[:, :3]], output_shape=[(8,), (3,)])(inputs)
fifth = keras.Model(inputs, both)


def distance_shape(shapes):
    first, second = shapes
    return (first[0], 1)


other = keras.Input((8,))
distance = layers.Lambda(lambda pair: keras.ops.sum(pair[0] - pair[1], axis=1, keepdims=True), output_shape=distance_shape)
sixth = keras.Model([inputs, other], distance([inputs, other]))
