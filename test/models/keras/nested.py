"""Blocks that are models themselves, in a list and in a loop, with a Sequential in front."""
import tensorflow as tf


def downsample(filters, size, apply_batchnorm=True):
    initializer = tf.random_normal_initializer(0.0, 0.02)
    result = tf.keras.Sequential()
    result.add(tf.keras.layers.Conv2D(filters, size, strides=2, padding="same", kernel_initializer=initializer, use_bias=False))
    if apply_batchnorm:
        result.add(tf.keras.layers.BatchNormalization())
    result.add(tf.keras.layers.LeakyReLU())
    return result


def upsample(filters, size, apply_dropout=False):
    result = tf.keras.Sequential()
    result.add(tf.keras.layers.Conv2DTranspose(filters, size, strides=2, padding="same", use_bias=False))  # expect: checkerboard-initial `tf.keras.layers.Conv2DTranspose(filters, size, strides=2, padding="same", use_bias=False)`
    result.add(tf.keras.layers.BatchNormalization())
    if apply_dropout:
        result.add(tf.keras.layers.Dropout(0.5))
    result.add(tf.keras.layers.ReLU())
    return result


def Generator():
    inputs = tf.keras.layers.Input(shape=[64, 64, 3])
    down_stack = [downsample(16, 4, apply_batchnorm=False), downsample(32, 4), downsample(64, 4), downsample(64, 4)]
    up_stack = [upsample(64, 4, apply_dropout=True), upsample(32, 4), upsample(16, 4)]
    last = tf.keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")  # expect: checkerboard-initial `tf.keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")`
    x = inputs
    skips = []
    for down in down_stack:
        x = down(x)
        skips.append(x)
    skips = reversed(skips[:-1])
    for up, skip in zip(up_stack, skips):
        x = up(x)
        x = tf.keras.layers.Concatenate()([x, skip])
    x = last(x)
    return tf.keras.Model(inputs=inputs, outputs=x)


generator = Generator()
