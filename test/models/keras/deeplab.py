"""DeepLab: atrous convolutions of several rates, global pooling kept as a 1x1 picture, low-level features from the stem."""
import keras
from keras import layers, ops


class DilatedSpatialPyramidPooling(layers.Layer):
    def __init__(self, width=16, rates=(6, 12, 18), **kwargs):
        super().__init__(**kwargs)
        self.convs = [layers.Conv2D(width, 3 if rate > 1 else 1, dilation_rate=rate, padding="same") for rate in (1, *rates)]
        self.pooled = layers.Conv2D(width, 1)
        self.project = layers.Conv2D(width, 1, use_bias=False)

    def call(self, x):
        height, width = x.shape[1:3]
        mean = ops.mean(x, axis=(1, 2), keepdims=True)
        mean = ops.image.resize(self.pooled(mean), (height, width), interpolation="bilinear")
        branches = [conv(x) for conv in self.convs] + [mean]
        return self.project(ops.concatenate(branches, axis=-1))


def convolution_block(x, filters=16, kernel=3, rate=1, strides=1):
    x = layers.Conv2D(filters, kernel, strides=strides, dilation_rate=rate, padding="same", use_bias=False,
                      kernel_initializer=keras.initializers.HeNormal())(x)
    x = layers.BatchNormalization()(x)
    return ops.nn.relu(x)


inputs = keras.Input((64, 64, 3))
low = convolution_block(inputs, 8, strides=2)
low = convolution_block(low, 8, strides=2)
high = convolution_block(low, 24, strides=2)
high = convolution_block(high, 24, rate=2)
x = DilatedSpatialPyramidPooling(name="aspp")(high)
x = layers.UpSampling2D(size=(16 // x.shape[1] * 1, 16 // x.shape[2]), interpolation="bilinear")(x)
x = layers.Concatenate()([x, convolution_block(low, filters=6, kernel=1)])
x = convolution_block(x)
x = layers.UpSampling2D(size=(64 // x.shape[1], 64 // x.shape[2]), interpolation="bilinear")(x)
model = keras.Model(inputs, layers.Conv2D(3, 1, padding="same")(x))
