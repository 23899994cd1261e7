# A residual without a projection of its shortcut.
import keras
from keras import layers


def block(x, width):
    y = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(width, 3, padding="same")(y)
    return layers.Add()([x, y])  # expect: shape-mismatch `[x, y]`


inputs = keras.Input((16, 16, 8))
x = block(inputs, 8)
x = block(x, 12)
model = keras.Model(inputs, x)
