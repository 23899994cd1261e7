from keras import Input, Model
from keras.layers import Conv2D, MaxPooling2D

x = inputs = Input((28, 28, 1))
for width in (8, 16, 32, 64):
    x = MaxPooling2D()(Conv2D(width, 3)(x))  # expect: shape-mismatch `x`
model = Model(inputs, x)
