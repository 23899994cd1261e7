"""Models cut out of another one: its inner outputs, and a part that starts in the middle."""
import keras
from keras import layers

inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(8, 3, name="first")(inputs)
x = layers.MaxPooling2D(name="pool")(x)
x = layers.Conv2D(16, 3, name="second")(x)
x = layers.Flatten(name="flat")(x)
outputs = layers.Dense(4, name="scores")(x)
full = keras.Model(inputs, outputs, name="full")
features = keras.Model(full.input, full.get_layer("second").output, name="features")
maps = keras.Model(full.inputs, [layer.output for layer in full.layers if "conv" in layer.name or layer.name in ("first", "pool")], name="maps")
extended = keras.Model(inputs, layers.Dense(2, name="extra")(full.layers[-2].output), name="extended")
