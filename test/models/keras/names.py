"""Automatic names count per class; own names, and layers that end up in no model, take numbers away."""
import keras
from keras.layers import Conv2D, Dense, Input, LeakyReLU, SpatialDropout2D

unused = Dense(3)
a = Input((8, 8, 3))
x = Conv2D(4, 3)(a)
x = Conv2D(4, 3, name="middle")(x)
x = Conv2D(4, 3)(x)
x = LeakyReLU()(x)
x = SpatialDropout2D(0.1)(x)
first = keras.Model(a, x)
b = Input((8, 8, 3), name="second_input")
y = Conv2D(2, 3)(b)
second = keras.Model(b, y)
third = keras.Sequential([Input((3,)), Dense(2), Dense(1)])
fourth = keras.Sequential([Dense(2, input_shape=(5,)), Dense(1)])
fifth = keras.Model(a, Conv2D(1, 1)(second(a)))
