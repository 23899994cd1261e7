"""Arithmetic on symbolic tensors, which Keras turns into operations of the model."""
import keras
from keras import layers, ops

a = keras.Input((16, 16, 8), name="a")
b = keras.Input((16, 16, 8), name="b")
x = a + b
x = x * 2.0 - b
x = layers.Conv2D(8, 3, padding="same")(x)
x = x / 3.0 + a
x = ops.relu(x)
y = ops.mean(x, axis=[1, 2])
z = x[:, ::2, :, :4]
model = keras.Model([a, b], [y, z, -x])
