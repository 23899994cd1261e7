"""WGAN-GP with its own train_step: the two networks are built by functions, the wrapper has no call of its own."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

IMG_SHAPE = (28, 28, 1)
noise_dim = 16


def conv_block(x, filters, activation, kernel_size=(5, 5), strides=(2, 2), padding="same", use_bias=True, use_bn=False,
               use_dropout=False, drop_value=0.5):
    x = layers.Conv2D(filters, kernel_size, strides=strides, padding=padding, use_bias=use_bias)(x)
    if use_bn:
        x = layers.BatchNormalization()(x)
    x = activation(x)
    if use_dropout:
        x = layers.Dropout(drop_value)(x)
    return x


def get_discriminator_model():
    img_input = layers.Input(shape=IMG_SHAPE)
    x = layers.ZeroPadding2D((2, 2))(img_input)
    x = conv_block(x, 8, activation=layers.LeakyReLU(0.2))
    x = conv_block(x, 16, activation=layers.LeakyReLU(0.2), use_dropout=True, drop_value=0.3)
    x = conv_block(x, 32, activation=layers.LeakyReLU(0.2), use_bn=False)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.2)(x)
    x = layers.Dense(1)(x)
    return keras.models.Model(img_input, x, name="discriminator")


def get_generator_model():
    noise = layers.Input(shape=(noise_dim,))
    x = layers.Dense(4 * 4 * 32, use_bias=False)(noise)
    x = layers.BatchNormalization()(x)
    x = layers.LeakyReLU(0.2)(x)
    x = layers.Reshape((4, 4, 32))(x)
    for filters in (16, 8):
        x = layers.UpSampling2D((2, 2))(x)
        x = conv_block(x, filters, layers.LeakyReLU(0.2), kernel_size=(3, 3), strides=(1, 1), use_bias=False, use_bn=True)
    x = layers.UpSampling2D((2, 2))(x)
    x = conv_block(x, 1, layers.Activation("tanh"), (3, 3), (1, 1), use_bias=False, use_bn=True)
    x = layers.Cropping2D((2, 2))(x)
    return keras.models.Model(noise, x, name="generator")


class WGAN(keras.Model):
    def __init__(self, discriminator, generator, latent_dim, discriminator_extra_steps=3, gp_weight=10.0):
        super().__init__()
        self.discriminator = discriminator
        self.generator = generator
        self.latent_dim = latent_dim
        self.d_steps = discriminator_extra_steps
        self.gp_weight = gp_weight

    def compile(self, d_optimizer, g_optimizer, d_loss_fn, g_loss_fn):
        super().compile()
        self.d_optimizer, self.g_optimizer = d_optimizer, g_optimizer
        self.d_loss_fn, self.g_loss_fn = d_loss_fn, g_loss_fn

    def gradient_penalty(self, batch_size, real_images, fake_images):
        alpha = tf.random.uniform([batch_size, 1, 1, 1], 0.0, 1.0)
        interpolated = real_images + alpha * (fake_images - real_images)
        with tf.GradientTape() as gp_tape:
            gp_tape.watch(interpolated)
            pred = self.discriminator(interpolated, training=True)
        grads = gp_tape.gradient(pred, [interpolated])[0]
        norm = tf.sqrt(tf.reduce_sum(tf.square(grads), axis=[1, 2, 3]))
        return tf.reduce_mean((norm - 1.0) ** 2)

    def train_step(self, real_images):
        if isinstance(real_images, tuple):
            real_images = real_images[0]
        batch_size = tf.shape(real_images)[0]
        for _ in range(self.d_steps):
            noise = tf.random.normal(shape=(batch_size, self.latent_dim))
            with tf.GradientTape() as tape:
                fake = self.generator(noise, training=True)
                cost = self.d_loss_fn(self.discriminator(real_images), self.discriminator(fake))
                loss = cost + self.gp_weight * self.gradient_penalty(batch_size, real_images, fake)
            grads = tape.gradient(loss, self.discriminator.trainable_variables)
            self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_variables))
        return {"d_loss": loss}


d_model = get_discriminator_model()
g_model = get_generator_model()
wgan = WGAN(d_model, g_model, latent_dim=noise_dim)
wgan.compile(
    d_optimizer=keras.optimizers.Adam(0.0002, beta_1=0.5, beta_2=0.9),
    g_optimizer=keras.optimizers.Adam(0.0002, beta_1=0.5, beta_2=0.9),
    d_loss_fn=lambda real, fake: tf.reduce_mean(fake) - tf.reduce_mean(real),
    g_loss_fn=lambda fake: -tf.reduce_mean(fake),
)
