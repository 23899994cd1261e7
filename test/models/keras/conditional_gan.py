"""A GAN on a label: the label is embedded, multiplied with the noise or joined to the picture as one more channel."""
from keras.layers import (BatchNormalization, Concatenate, Conv2D, Conv2DTranspose, Dense, Dropout, Embedding, Flatten, Input,
                          LeakyReLU, Multiply, Reshape)
from keras.models import Model, Sequential
from keras.optimizers import Adam


class CGAN():
    def __init__(self, rows=16, classes=10, latent=12):
        self.img_rows = self.img_cols = rows
        self.channels = 1
        self.img_shape = (self.img_rows, self.img_cols, self.channels)
        self.num_classes = classes
        self.latent_dim = latent
        optimizer = Adam(0.0002, 0.5)
        self.discriminator = self.build_discriminator()
        self.discriminator.compile(loss=['binary_crossentropy'], optimizer=optimizer, metrics=['accuracy'])
        self.generator = self.build_generator()
        noise = Input(shape=(self.latent_dim,))
        label = Input(shape=(1,))
        img = self.generator([noise, label])
        self.discriminator.trainable = False
        valid = self.discriminator([img, label])
        self.combined = Model([noise, label], valid)
        self.combined.compile(loss=['binary_crossentropy'], optimizer=optimizer)

    def build_generator(self):
        model = Sequential()
        model.add(Dense(4 * 4 * 16, input_dim=self.latent_dim))
        model.add(LeakyReLU(negative_slope=0.2))
        model.add(Reshape((4, 4, 16)))
        model.add(Conv2DTranspose(8, 4, strides=2, padding='same'))  # expect: checkerboard-initial `Conv2DTranspose(8, 4, strides=2, padding='same')`
        model.add(BatchNormalization(momentum=0.8))
        model.add(LeakyReLU(negative_slope=0.2))
        model.add(Conv2DTranspose(self.channels, 4, strides=2, padding='same', activation='tanh'))  # expect: checkerboard-initial `Conv2DTranspose(self.channels, 4, strides=2, padding='same', activation='tanh')`
        noise = Input(shape=(self.latent_dim,))
        label = Input(shape=(1,), dtype='int32')
        label_embedding = Flatten()(Embedding(self.num_classes, self.latent_dim)(label))
        return Model([noise, label], model(Multiply()([noise, label_embedding])))

    def build_discriminator(self):
        img = Input(shape=self.img_shape)
        label = Input(shape=(1,), dtype='int32')
        plane = Dense(self.img_rows * self.img_cols)(Embedding(self.num_classes, 50)(label))
        plane = Reshape((self.img_rows, self.img_cols, 1))(plane)
        x = Concatenate(axis=-1)([img, plane])
        for filters in (8, 16):
            x = Conv2D(filters, 3, 2, 'same')(x)
            x = LeakyReLU(0.2)(x)
            x = Dropout(0.4)(x)
        return Model([img, label], Dense(1, activation='sigmoid')(Flatten()(x)))


gan = CGAN()
generator, discriminator, combined = gan.generator, gan.discriminator, gan.combined
if __name__ == '__main__':
    generator.summary()
