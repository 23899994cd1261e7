import keras

# (784) is a number: Keras wants the tuple (784,).
inputs = keras.Input((784))  # expect: bad-argument `784`
x = keras.layers.Dense(10)(inputs)
model = keras.Model(inputs, x)
