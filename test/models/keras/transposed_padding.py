"""Every kind of transposed convolution and upsampling."""
import keras
from keras.layers import Conv2DTranspose, Input, Resizing, UpSampling2D

inputs = Input((7, 9, 4))
outputs = [
    Conv2DTranspose(6, 3)(inputs),
    Conv2DTranspose(6, 3, strides=2)(inputs),  # expect: checkerboard-overlap `Conv2DTranspose(6, 3, strides=2)`
    Conv2DTranspose(6, 3, strides=2, padding="same")(inputs),  # expect: checkerboard-overlap `Conv2DTranspose(6, 3, strides=2, padding="same")`
    Conv2DTranspose(6, (4, 5), strides=(2, 3), padding="valid")(inputs),  # expect: checkerboard-overlap `Conv2DTranspose(6, (4, 5), strides=(2, 3), padding="valid")`
    Conv2DTranspose(6, 3, strides=2, padding="same", output_padding=1)(inputs),  # expect: checkerboard-overlap `Conv2DTranspose(6, 3, strides=2, padding="same", output_padding=1)`
    Conv2DTranspose(6, 3, strides=1, dilation_rate=2, use_bias=False)(inputs),
    Conv2DTranspose(6, 2, strides=3)(inputs),  # expect: checkerboard-holes `Conv2DTranspose(6, 2, strides=3)`
    UpSampling2D()(inputs),
    UpSampling2D((3, 2), interpolation="bicubic")(inputs),
    Resizing(20, 30)(inputs),
]
model = keras.Model(inputs, outputs, name="upsamplers")
