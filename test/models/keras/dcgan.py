"""Generator, discriminator and the two of them as one model with a frozen half."""
import numpy as np
from keras.layers import (BatchNormalization, Conv2D, Conv2DTranspose, Dense, Dropout, Flatten, Input, LeakyReLU,
                          Reshape)
from keras.models import Model, Sequential
from keras.optimizers import Adam


class GAN:
    def __init__(self):
        self.latent = 100
        self.img_shape = (28, 28, 1)
        optimizer = Adam(0.0002, 0.5)
        self.discriminator = self.build_discriminator()
        self.discriminator.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
        self.generator = self.build_generator()
        z = Input(shape=(self.latent,))
        img = self.generator(z)
        self.discriminator.trainable = False
        valid = self.discriminator(img)
        self.combined = Model(z, valid)
        self.combined.compile(loss="binary_crossentropy", optimizer=optimizer)

    def build_generator(self):
        model = Sequential()
        model.add(Dense(7 * 7 * 128, activation="relu", input_dim=self.latent))
        model.add(Reshape((7, 7, 128)))
        for filters in (128, 64):
            model.add(Conv2DTranspose(filters, kernel_size=4, strides=2, padding="same"))  # expect: checkerboard-initial `Conv2DTranspose(filters, kernel_size=4, strides=2, padding="same")`
            model.add(BatchNormalization(momentum=0.8))
            model.add(LeakyReLU(0.2))
        model.add(Conv2D(1, kernel_size=7, padding="same", activation="tanh"))
        noise = Input(shape=(self.latent,))
        img = model(noise)
        return Model(noise, img)

    def build_discriminator(self):
        model = Sequential()
        model.add(Conv2D(64, kernel_size=3, strides=2, input_shape=self.img_shape, padding="same"))
        model.add(LeakyReLU(0.2))
        model.add(Dropout(0.25))
        model.add(Conv2D(128, kernel_size=3, strides=2, padding="same"))
        model.add(LeakyReLU(0.2))
        model.add(Flatten())
        model.add(Dense(1, activation="sigmoid"))
        img = Input(shape=self.img_shape)
        validity = model(img)
        return Model(img, validity)


gan = GAN()
generator = gan.generator
discriminator = gan.discriminator
combined = gan.combined
