# The generator's first Dense makes 7*7*128 numbers; the Reshape asks for 8*8*128.
from keras.layers import Conv2DTranspose, Dense, Input, Reshape
from keras.models import Sequential

model = Sequential()
model.add(Input((100,)))
model.add(Dense(7 * 7 * 128))
model.add(Reshape((8, 8, 128)))  # expect: bad-reshape `(8, 8, 128)`
model.add(Conv2DTranspose(1, 4, strides=2, padding="same"))
