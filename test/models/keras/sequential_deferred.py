"""Sequential without an input shape: built later by build(), by a call, or never."""
import numpy as np
import keras

built = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(2)])
built.build((None, 4))

called = keras.Sequential()
called.add(keras.layers.Conv2D(4, 3))
called.add(keras.layers.GlobalAveragePooling2D())
y = called(np.ones((2, 9, 9, 3)))

never = keras.Sequential([keras.layers.Dense(5), keras.layers.Activation("relu")])
