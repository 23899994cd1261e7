"""Multiply, subtract, maximum, average, dot products and a squeeze-and-excitation block."""
import keras
from keras import layers
from tensorflow.keras import backend as K


def squeeze_excite(x, ratio=4):
    channels = K.int_shape(x)[-1]
    s = layers.GlobalAveragePooling2D()(x)
    s = layers.Dense(channels // ratio, activation="relu", use_bias=False)(s)
    s = layers.Dense(channels, activation="sigmoid", use_bias=False)(s)
    s = layers.Reshape((1, 1, channels))(s)
    return layers.multiply([x, s])


def gate(skip, gating, filters):
    theta = layers.Conv2D(filters, 2, strides=2)(skip)
    phi = layers.Conv2D(filters, 1)(gating)
    added = layers.add([theta, phi])
    psi = layers.Conv2D(1, 1, activation="sigmoid")(layers.Activation("relu")(added))
    return layers.Multiply()([skip, layers.UpSampling2D(2)(psi)])


skip = keras.Input((32, 32, 16), name="skip")
gating = keras.Input((16, 16, 32), name="gating")
x = gate(skip, gating, 8)
x = squeeze_excite(x)
difference = layers.Subtract()([x, skip])
peak = layers.Maximum()([x, skip])
mean = layers.average([difference, peak, x])
model = keras.Model([skip, gating], mean, name="gated")
