"""CycleGAN: a layer that pads by reflection, instance normalisation as GroupNormalization(groups=-1), residual blocks."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

kernel_init = keras.initializers.RandomNormal(mean=0.0, stddev=0.02)
gamma_init = keras.initializers.RandomNormal(mean=0.0, stddev=0.02)


class ReflectionPadding2D(layers.Layer):
    def __init__(self, padding=(1, 1), **kwargs):
        self.padding = tuple(padding)
        super().__init__(**kwargs)

    def call(self, input_tensor, mask=None):
        padding_width, padding_height = self.padding
        padding_tensor = [[0, 0], [padding_height, padding_height], [padding_width, padding_width], [0, 0]]
        return tf.pad(input_tensor, padding_tensor, mode="REFLECT")


def norm():
    return layers.GroupNormalization(groups=-1, gamma_initializer=gamma_init)


def residual_block(x, activation):
    dim = x.shape[-1]
    y = ReflectionPadding2D()(x)
    y = layers.Conv2D(dim, (3, 3), kernel_initializer=kernel_init, padding="valid", use_bias=False)(y)
    y = activation(norm()(y))
    y = ReflectionPadding2D()(y)
    y = layers.Conv2D(dim, (3, 3), kernel_initializer=kernel_init, padding="valid", use_bias=False)(y)
    return layers.add([x, norm()(y)])


def resnet_generator(filters=8, downs=2, blocks=2, name=None):
    img = layers.Input((32, 32, 3), name=name + "_img_input")
    x = ReflectionPadding2D(padding=(3, 3))(img)
    x = layers.Conv2D(filters, (7, 7), kernel_initializer=kernel_init, use_bias=False)(x)
    x = layers.Activation("relu")(norm()(x))
    for _ in range(downs):
        filters *= 2
        x = layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False)(x)
        x = layers.Activation("relu")(norm()(x))
    for _ in range(blocks):
        x = residual_block(x, activation=layers.Activation("relu"))
    for _ in range(downs):
        filters //= 2
        x = layers.Conv2DTranspose(filters, (3, 3), strides=(2, 2), padding="same", use_bias=False)(x)  # expect: checkerboard-overlap `layers.Conv2DTranspose(filters, (3, 3), strides=(2, 2), padding="same", use_bias=False)`
        x = layers.Activation("relu")(norm()(x))
    x = ReflectionPadding2D(padding=(3, 3))(x)
    x = layers.Conv2D(3, (7, 7), padding="valid")(x)
    return keras.models.Model(img, layers.Activation("tanh")(x), name=name)


def patch_discriminator(filters=8, name=None):
    img = layers.Input((32, 32, 3), name=name + "_img_input")
    x = layers.LeakyReLU(0.2)(layers.Conv2D(filters, (4, 4), strides=(2, 2), padding="same")(img))
    for block in range(3):
        filters *= 2
        strides = (2, 2) if block < 2 else (1, 1)
        x = layers.Conv2D(filters, (4, 4), strides=strides, padding="same", use_bias=False)(x)
        x = layers.LeakyReLU(0.2)(norm()(x))
    return keras.Model(inputs=img, outputs=layers.Conv2D(1, (4, 4), padding="same")(x), name=name)


gen_G = resnet_generator(name="generator_G")
gen_F = resnet_generator(name="generator_F")
disc_X = patch_discriminator(name="discriminator_X")
