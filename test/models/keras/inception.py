"""Branches of different kernels, joined on the channels; padding and cropping; separable convolutions."""
from tensorflow import keras
from tensorflow.keras import layers


def branch(x, filters, kernel_size, **options):
    x = layers.Conv2D(filters, kernel_size, padding="same", **options)(x)
    return layers.PReLU(shared_axes=[1, 2])(x)


inputs = keras.Input(shape=(35, 35, 32))
x = layers.ZeroPadding2D(((1, 0), (2, 1)))(inputs)
x = layers.Cropping2D(((0, 1), (1, 2)))(x)
towers = [branch(x, 8 * (i + 1), k) for i, k in enumerate((1, 3, 5))]
pool = layers.AveragePooling2D(3, strides=1, padding="same")(x)
towers.append(branch(pool, 16, (1, 1)))
x = layers.Concatenate(axis=-1)(towers)
x = layers.SeparableConv2D(48, 3, strides=2, depth_multiplier=2)(x)
x = layers.DepthwiseConv2D(3, depth_multiplier=2)(x)
x = layers.LayerNormalization()(x)
x = layers.GlobalMaxPooling2D(keepdims=True)(x)
x = layers.Permute((3, 1, 2))(x)
model = keras.Model(inputs, x, name="inception")
