# Keras takes strides or a dilation rate, not both.
from keras import Input, layers

inputs = Input((32, 32, 3))
x = layers.Conv2D(8, 3, strides=2, dilation_rate=2, padding="same")(inputs)  # expect: bad-argument `2`
