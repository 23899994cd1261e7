# Sizes left open: four halvings, so that height and width must be multiples of 16; the model on (None, None) says so.
import keras
from keras import layers


def double(x, width):
    for _ in range(2):
        x = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
    return x


def build(depth=4, base=4):
    inputs = keras.Input((None, None, 1))
    x, skips = inputs, []
    for level in range(depth):
        x = double(x, base << level)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = double(x, base << depth)
    for level, skip in reversed(list(enumerate(skips))):
        x = layers.UpSampling2D()(x)
        x = double(layers.Concatenate()([x, skip]), base << level)  # expect: size-constraint `layers.Concatenate()([x, skip])`
    return keras.Model(inputs, layers.Conv2D(1, 1)(x), name="unet")


model = build()
