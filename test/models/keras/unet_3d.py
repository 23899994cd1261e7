"""A 3-D U-Net with channels first, as medical code writes it: explicit crops where the volumes do not divide."""
from tensorflow import keras
from tensorflow.keras.layers import (Activation, Conv3D, Conv3DTranspose, Cropping3D, Input, MaxPooling3D, ZeroPadding3D,
                                     concatenate)
from tensorflow.keras.models import Model

keras.backend.set_image_data_format("channels_last")


def conv_pair(volume, n):
    for _ in range(2):
        volume = Conv3D(n, (3, 3, 3), padding="same")(volume)
        volume = Activation("relu")(volume)
    return volume


def volumetric(shape=(18, 24, 20, 1), n=4):
    volume = Input(shape)
    padded = ZeroPadding3D(((1, 1), (0, 0), (2, 2)))(volume)
    c1 = conv_pair(padded, n)
    c2 = conv_pair(MaxPooling3D(pool_size=(2, 2, 2))(c1), n * 2)
    c3 = conv_pair(MaxPooling3D(pool_size=(1, 2, 2))(c2), n * 4)
    u2 = Conv3DTranspose(n * 2, (1, 2, 2), strides=(1, 2, 2))(c3)  # expect: checkerboard-initial `Conv3DTranspose(n * 2, (1, 2, 2), strides=(1, 2, 2))`
    d2 = conv_pair(concatenate([u2, c2], axis=-1), n * 2)
    u1 = Conv3DTranspose(n, kernel_size=2, strides=2)(d2)  # expect: checkerboard-initial `Conv3DTranspose(n, kernel_size=2, strides=2)`
    d1 = conv_pair(concatenate([u1, c1], axis=-1), n)
    mask = Conv3D(3, 1, activation="softmax")(d1)
    mask = Cropping3D(((1, 1), (0, 0), (2, 2)))(mask)
    return Model(inputs=volume, outputs=mask, name="volumetric")


model = volumetric()
