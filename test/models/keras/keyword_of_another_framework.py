# PyTorch's keyword in Keras.
import keras

inputs = keras.Input((16, 16, 3))
x = keras.layers.Conv2D(8, 3, stride=2, padding="same")(inputs)  # expect: unknown-argument `stride=2`
