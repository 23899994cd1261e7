# A generator in the manner of DCGAN: from a vector of noise to a picture of 64 x 64 pixels.
#
# Every step doubles the size with a transposed convolution. Whether a checkerboard shows depends on the kernel: 4 is a
# multiple of the stride 2, so that every output pixel is fed by the same number of taps; 5, which many examples use, is not.
# Change KERNEL and watch the warnings, or compare the ways of upsampling in the side panel.
from tensorflow import keras
from tensorflow.keras import layers

NOISE = 100
KERNEL = 5


def upsample(x, filters, kernel=KERNEL):
    """Twice the size, then normalisation and activation. The bias would be cancelled by the normalisation."""
    x = layers.Conv2DTranspose(filters, kernel, strides=2, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.LeakyReLU(0.2)(x)


def make_generator(start=4, channels=(256, 128, 64)):
    noise = keras.Input(shape=(NOISE,), name="noise")

    # The noise becomes a small picture of many channels ...
    x = layers.Dense(start * start * 512, use_bias=False)(noise)
    x = layers.BatchNormalization()(x)
    x = layers.LeakyReLU(0.2)(x)
    x = layers.Reshape((start, start, 512))(x)

    # ... that grows: 4 -> 8 -> 16 -> 32.
    for filters in channels:
        x = upsample(x, filters)

    # The last layer draws the picture. Nothing after it can smooth what its kernel leaves uneven.
    picture = layers.Conv2DTranspose(3, KERNEL, strides=2, padding="same", activation="tanh", name="picture")(x)
    return keras.Model(noise, picture, name="generator")


generator = make_generator()
generator.summary()
