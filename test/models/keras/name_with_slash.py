"""Keras 2 took a slash in a name for a scope; Keras 3 refuses it."""

import keras
from keras import layers

inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(16, 3, name="stage1/conv")(inputs)  # expect: bad-argument `"stage1/conv"`
outputs = layers.GlobalAveragePooling2D(name="pool")(x)
model = keras.Model(inputs, outputs, name="net")
