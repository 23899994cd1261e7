# A shared layer is built by its first input; the second has other channels.
import keras
from keras import layers

shared = layers.Conv2D(4, 3, padding="same")
rgb = keras.Input((16, 16, 3))
gray = keras.Input((16, 16, 1))
model = keras.Model([rgb, gray], layers.Add()([shared(rgb), shared(gray)]))  # expect: wrong-channels `gray`
