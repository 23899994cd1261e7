import keras

inputs = keras.Input((16, 16, 3))
x = keras.layers.Conv2D(8)(inputs)  # expect: bad-argument `keras.layers.Conv2D(8)`
