"""A file as long as people's own: a U-Net, a GAN, an autoencoder, super-resolution and a classifier, with data and training around them.

python long_file.py segment --size 128 --epochs 20
"""
import argparse
import math
import os

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.models import Model, Sequential

IMAGE_SIZE = 128
CHANNELS = 3
CLASSES = 21
LATENT = 100
UPSCALE = 2
BATCH = 16
FILTERS = [32, 64, 128, 256]


# ---------------------------------------------------------------------------
# Data
# ---------------------------------------------------------------------------


def list_pictures(folder, endings=(".png", ".jpg", ".jpeg")):
    """All pictures below a folder, sorted so that runs can be repeated."""
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            if name.lower().endswith(endings):
                found.append(os.path.join(root, name))
    return sorted(found)


def load_picture(path, size=IMAGE_SIZE):
    """A picture as float32 between 0 and 1."""
    data = tf.io.read_file(path)
    picture = tf.image.decode_image(data, channels=CHANNELS, expand_animations=False)
    picture = tf.image.convert_image_dtype(picture, tf.float32)
    picture = tf.image.resize(picture, (size, size))
    return picture


def load_mask(path, size=IMAGE_SIZE):
    """Classes as integers; nearest, so that no class is made up in between."""
    data = tf.io.read_file(path)
    mask = tf.image.decode_png(data, channels=1)
    mask = tf.image.resize(mask, (size, size), method="nearest")
    return tf.cast(mask, tf.int32)


def augment(picture, mask):
    """Mirrors both, changes the light of the picture alone."""
    if tf.random.uniform(()) > 0.5:
        picture = tf.image.flip_left_right(picture)
        mask = tf.image.flip_left_right(mask)
    picture = tf.image.random_brightness(picture, 0.1)
    picture = tf.clip_by_value(picture, 0.0, 1.0)
    return picture, mask


def segmentation_data(folder, size, batch=BATCH, training=True):
    """Pairs of pictures and masks from the folders `images` and `masks`."""
    pictures = list_pictures(os.path.join(folder, "images"))
    masks = list_pictures(os.path.join(folder, "masks"))
    if len(pictures) != len(masks):
        raise ValueError(f"{len(pictures)} pictures, {len(masks)} masks")
    data = tf.data.Dataset.from_tensor_slices((pictures, masks))
    data = data.map(lambda p, m: (load_picture(p, size), load_mask(m, size)), num_parallel_calls=4)
    if training:
        data = data.shuffle(256).map(augment)
    return data.batch(batch, drop_remainder=training).prefetch(2)


def super_resolution_data(folder, size, scale=UPSCALE, batch=BATCH):
    """Small pictures and the large ones they were made of."""
    data = tf.data.Dataset.from_tensor_slices(list_pictures(folder))

    def pair(path):
        large = load_picture(path, size)
        small = tf.image.resize(large, (size // scale, size // scale), method="area")
        return small, large

    return data.map(pair).batch(batch)


def fashion():
    """The small pictures that the GAN and the autoencoder learn from."""
    (x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
    x_train = (x_train.astype("float32") - 127.5) / 127.5
    x_test = (x_test.astype("float32") - 127.5) / 127.5
    x_train = np.expand_dims(x_train, -1)
    x_test = np.expand_dims(x_test, -1)
    return (x_train, y_train), (x_test, y_test)


# ---------------------------------------------------------------------------
# Segmentation
# ---------------------------------------------------------------------------


def conv_block(x, filters, dropout=0.0, name=None):
    """Twice convolution, normalisation, activation."""
    for step in range(2):
        x = layers.Conv2D(
            filters,
            3,
            padding="same",
            kernel_initializer="he_normal",
            use_bias=False,
            name=f"{name}_conv{step + 1}" if name else None,
        )(x)
        x = layers.BatchNormalization(name=f"{name}_bn{step + 1}" if name else None)(x)
        x = layers.Activation("relu")(x)
    if dropout > 0:
        x = layers.Dropout(dropout)(x)
    return x


def attention_gate(skip, gate, filters):
    """What of the skip matters, told by the coarser features (Oktay et al., 2018)."""
    theta = layers.Conv2D(filters, 1, use_bias=False)(skip)
    phi = layers.Conv2D(filters, 1)(gate)
    added = layers.Activation("relu")(layers.add([theta, phi]))
    psi = layers.Conv2D(1, 1, activation="sigmoid")(added)
    return layers.multiply([skip, psi])


def up_block(x, skip, filters, how="transpose", attention=False, name=None):
    """Twice the size, joined with what the encoder saw there."""
    if how == "transpose":
        x = layers.Conv2DTranspose(filters, 2, strides=2, padding="same", name=f"{name}_up")(x)  # expect: checkerboard-initial `layers.Conv2DTranspose(filters, 2, strides=2, padding="same", name=f"{name}_up")`
    elif how == "bilinear":
        x = layers.UpSampling2D(2, interpolation="bilinear", name=f"{name}_up")(x)
        x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_smooth")(x)
    else:
        raise ValueError(f"unknown way of upsampling: {how}")
    if attention:
        skip = attention_gate(skip, x, filters // 2)
    x = layers.concatenate([x, skip], axis=-1)
    return conv_block(x, filters, name=name)


def build_unet(size=IMAGE_SIZE, classes=CLASSES, filters=FILTERS, how="transpose", attention=False):
    """Ronneberger et al., 2015, with padding, so that sizes stay."""
    inputs = keras.Input(shape=(size, size, CHANNELS), name="picture")
    x = inputs
    skips = []
    for level, count in enumerate(filters):
        x = conv_block(x, count, dropout=0.1 * level, name=f"down{level}")
        skips.append(x)
        x = layers.MaxPooling2D(2)(x)
    x = conv_block(x, filters[-1] * 2, dropout=0.3, name="bottom")
    for level, (count, skip) in enumerate(zip(reversed(filters), reversed(skips))):
        x = up_block(x, skip, count, how=how, attention=attention, name=f"up{level}")
    outputs = layers.Conv2D(classes, 1, activation="softmax", name="classes")(x)
    return Model(inputs, outputs, name=f"unet_{how}")


def dice_score(y_true, y_pred, smooth=1.0):
    """Twice what both have over what each has."""
    y_true = tf.one_hot(tf.squeeze(y_true, -1), CLASSES)
    overlap = tf.reduce_sum(y_true * y_pred, axis=(1, 2))
    total = tf.reduce_sum(y_true, axis=(1, 2)) + tf.reduce_sum(y_pred, axis=(1, 2))
    return tf.reduce_mean((2.0 * overlap + smooth) / (total + smooth))


def dice_loss(y_true, y_pred):
    return 1.0 - dice_score(y_true, y_pred)


# ---------------------------------------------------------------------------
# GAN
# ---------------------------------------------------------------------------


def build_generator(latent=LATENT, channels=1):
    """Radford et al., 2015: noise to a picture of 28 by 28."""
    model = Sequential(name="generator")
    model.add(layers.Input(shape=(latent,)))
    model.add(layers.Dense(7 * 7 * 256, use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU(0.2))
    model.add(layers.Reshape((7, 7, 256)))
    for filters, strides in [(128, 1), (64, 2)]:
        model.add(layers.Conv2DTranspose(filters, 5, strides=strides, padding="same", use_bias=False))  # expect: checkerboard-overlap `layers.Conv2DTranspose(filters, 5, strides=strides, padding="same", use_bias=False)`
        model.add(layers.BatchNormalization())
        model.add(layers.LeakyReLU(0.2))
    model.add(layers.Conv2DTranspose(channels, 5, strides=2, padding="same", activation="tanh"))  # expect: checkerboard-overlap `layers.Conv2DTranspose(channels, 5, strides=2, padding="same", activation="tanh")`
    return model


def build_discriminator(channels=1):
    model = Sequential(name="discriminator")
    model.add(layers.Input(shape=(28, 28, channels)))
    for filters in (64, 128):
        model.add(layers.Conv2D(filters, 5, strides=2, padding="same"))
        model.add(layers.LeakyReLU(0.2))
        model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model


class GAN(keras.Model):
    """Both networks, and one step of training for each."""

    def __init__(self, latent=LATENT):
        super().__init__()
        self.latent = latent
        self.generator = build_generator(latent)
        self.discriminator = build_discriminator()
        self.cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)

    def compile(self, generator_optimizer, discriminator_optimizer):
        super().compile()
        self.generator_optimizer = generator_optimizer
        self.discriminator_optimizer = discriminator_optimizer
        self.generator_loss = keras.metrics.Mean(name="generator_loss")
        self.discriminator_loss = keras.metrics.Mean(name="discriminator_loss")

    @property
    def metrics(self):
        return [self.generator_loss, self.discriminator_loss]

    def call(self, inputs):
        return self.discriminator(self.generator(inputs))

    def train_step(self, real):
        noise = tf.random.normal((tf.shape(real)[0], self.latent))
        with tf.GradientTape() as generator_tape, tf.GradientTape() as discriminator_tape:
            fake = self.generator(noise, training=True)
            on_real = self.discriminator(real, training=True)
            on_fake = self.discriminator(fake, training=True)
            generator_loss = self.cross_entropy(tf.ones_like(on_fake), on_fake)
            discriminator_loss = self.cross_entropy(tf.ones_like(on_real), on_real)
            discriminator_loss += self.cross_entropy(tf.zeros_like(on_fake), on_fake)
        gradients = generator_tape.gradient(generator_loss, self.generator.trainable_variables)
        self.generator_optimizer.apply_gradients(zip(gradients, self.generator.trainable_variables))
        gradients = discriminator_tape.gradient(discriminator_loss, self.discriminator.trainable_variables)
        self.discriminator_optimizer.apply_gradients(zip(gradients, self.discriminator.trainable_variables))
        self.generator_loss.update_state(generator_loss)
        self.discriminator_loss.update_state(discriminator_loss)
        return {metric.name: metric.result() for metric in self.metrics}


# ---------------------------------------------------------------------------
# Autoencoder
# ---------------------------------------------------------------------------


class Sampling(layers.Layer):
    """A draw from the distribution the encoder describes."""

    def call(self, inputs):
        mean, log_variance = inputs
        epsilon = tf.random.normal(shape=tf.shape(mean))
        return mean + tf.exp(0.5 * log_variance) * epsilon


def build_autoencoder(latent=32, shape=(28, 28, 1)):
    """A variational autoencoder (Kingma and Welling, 2013): encoder, decoder and both in one."""
    picture = keras.Input(shape=shape)
    x = picture
    for filters in (32, 64):
        x = layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(x)
    before = x.shape[1:]
    x = layers.Flatten()(x)
    x = layers.Dense(128, activation="relu")(x)
    mean = layers.Dense(latent, name="mean")(x)
    log_variance = layers.Dense(latent, name="log_variance")(x)
    z = Sampling()([mean, log_variance])
    encoder = Model(picture, [mean, log_variance, z], name="encoder")

    code = keras.Input(shape=(latent,))
    x = layers.Dense(int(np.prod(before)), activation="relu")(code)
    x = layers.Reshape(before)(x)
    for filters in (64, 32):
        x = layers.Conv2DTranspose(filters, 3, strides=2, padding="same", activation="relu")(x)  # expect: checkerboard-overlap `layers.Conv2DTranspose(filters, 3, strides=2, padding="same", activation="relu")`
    decoded = layers.Conv2D(shape[-1], 3, padding="same", activation="tanh")(x)
    decoder = Model(code, decoded, name="decoder")

    whole = Model(picture, decoder(encoder(picture)[2]), name="autoencoder")
    return encoder, decoder, whole


# ---------------------------------------------------------------------------
# Super-resolution
# ---------------------------------------------------------------------------


class PixelShuffle(layers.Layer):
    """Channels become pixels (Shi et al., 2016)."""

    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, x):
        return tf.nn.depth_to_space(x, self.scale)  # expect: checkerboard-initial `tf.nn.depth_to_space(x, self.scale)`

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


def residual_block(x, filters=64, scaling=0.1):
    """Of EDSR: no normalisation, the residual made small (Lim et al., 2017)."""
    residual = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    residual = layers.Conv2D(filters, 3, padding="same")(residual)
    residual = layers.Rescaling(scaling)(residual)
    return layers.Add()([x, residual])


def build_super_resolution(scale=UPSCALE, filters=64, blocks=8):
    inputs = keras.Input(shape=(None, None, CHANNELS))
    x = first = layers.Conv2D(filters, 3, padding="same")(inputs)
    for _ in range(blocks):
        x = residual_block(x, filters)
    x = layers.Conv2D(filters, 3, padding="same")(x)
    x = layers.Add()([x, first])
    for _ in range(int(math.log2(scale))):
        x = layers.Conv2D(filters * 4, 3, padding="same")(x)
        x = PixelShuffle(2)(x)
    outputs = layers.Conv2D(CHANNELS, 3, padding="same")(x)
    return Model(inputs, outputs, name=f"edsr_x{scale}")


def peak_signal_to_noise(y_true, y_pred):
    return tf.image.psnr(y_true, y_pred, max_val=1.0)


# ---------------------------------------------------------------------------
# Classification
# ---------------------------------------------------------------------------


def bottleneck(x, filters, strides=1, expansion=4):
    """He et al., 2015."""
    shortcut = x
    if strides != 1 or x.shape[-1] != filters * expansion:
        shortcut = layers.Conv2D(filters * expansion, 1, strides=strides, use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    x = layers.Conv2D(filters, 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(filters * expansion, 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.add([x, shortcut]))


def build_resnet(size=IMAGE_SIZE, classes=10, stages=((64, 1), (128, 2))):
    inputs = keras.Input(shape=(size, size, CHANNELS))
    x = layers.Conv2D(64, 7, strides=2, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    for number, (filters, blocks) in enumerate(stages):
        for block in range(blocks):
            x = bottleneck(x, filters, strides=2 if block == 0 and number > 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    return Model(inputs, outputs, name="resnet")


# ---------------------------------------------------------------------------
# Training
# ---------------------------------------------------------------------------


class CosineDecay(keras.callbacks.Callback):
    """Learning rate along half a cosine, after a warm-up."""

    def __init__(self, highest, epochs, warmup=3):
        super().__init__()
        self.highest = highest
        self.epochs = epochs
        self.warmup = warmup

    def on_epoch_begin(self, epoch, logs=None):
        if epoch < self.warmup:
            rate = self.highest * (epoch + 1) / self.warmup
        else:
            progress = (epoch - self.warmup) / max(1, self.epochs - self.warmup)
            rate = self.highest * 0.5 * (1.0 + math.cos(math.pi * progress))
        self.model.optimizer.learning_rate.assign(rate)


def train_segmentation(args):
    train = segmentation_data(args.data, args.size)
    test = segmentation_data(args.data, args.size, training=False)
    model = build_unet(args.size, how=args.upsampling, attention=args.attention)
    model.compile(
        optimizer=keras.optimizers.Adam(args.rate),
        loss=dice_loss,
        metrics=["accuracy", dice_score],
    )
    model.fit(
        train,
        validation_data=test,
        epochs=args.epochs,
        callbacks=[
            CosineDecay(args.rate, args.epochs),
            keras.callbacks.ModelCheckpoint(args.weights, save_best_only=True, save_weights_only=True),
        ],
    )


def train_gan(args):
    (pictures, _), _ = fashion()
    gan = GAN()
    gan.compile(keras.optimizers.Adam(2e-4, beta_1=0.5), keras.optimizers.Adam(2e-4, beta_1=0.5))
    data = tf.data.Dataset.from_tensor_slices(pictures).shuffle(10_000).batch(BATCH)
    gan.fit(data, epochs=args.epochs)
    gan.generator.save_weights(args.weights)


def train_autoencoder(args):
    (pictures, _), (test, _) = fashion()
    _, _, model = build_autoencoder()
    model.compile(optimizer="adam", loss="mse")
    history = model.fit(pictures, pictures, validation_data=(test, test), epochs=args.epochs, batch_size=128)
    best = min(history.history["val_loss"])
    print(f"best loss: {best:.4f}")


def train_super_resolution(args):
    model = build_super_resolution()
    model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="mae", metrics=[peak_signal_to_noise])
    model.fit(super_resolution_data(args.data, args.size), epochs=args.epochs)


def train_classifier(args):
    model = build_resnet(args.size)
    model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9), loss="sparse_categorical_crossentropy")
    data = keras.utils.image_dataset_from_directory(args.data, image_size=(args.size, args.size))
    model.fit(data, epochs=args.epochs)


def show(pictures, columns=4, path=None):
    """Pictures between -1 and 1 as a grid, in a window or a file."""
    import matplotlib.pyplot as plt

    rows = math.ceil(len(pictures) / columns)
    figure, axes = plt.subplots(rows, columns, figsize=(2 * columns, 2 * rows))
    for axis, picture in zip(axes.flat, pictures):
        axis.imshow(np.squeeze(0.5 * (picture + 1.0)), cmap="gray")
        axis.axis("off")
    if path:
        figure.savefig(path)
    else:
        plt.show()


def dream(args, count=16):
    """What the generator makes of noise."""
    generator = build_generator()
    generator.load_weights(args.weights)
    show(generator.predict(np.random.normal(size=(count, LATENT))), path="dream.png")


TASKS = {
    "dream": dream,
    "segment": train_segmentation,
    "gan": train_gan,
    "autoencoder": train_autoencoder,
    "upscale": train_super_resolution,
    "classify": train_classifier,
}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", nargs="?", choices=sorted(TASKS))
    parser.add_argument("--data", default="data")
    parser.add_argument("--size", type=int, default=IMAGE_SIZE)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--upsampling", choices=["transpose", "bilinear"], default="transpose")
    parser.add_argument("--attention", action="store_true")
    parser.add_argument("--weights", default="best.weights.h5")
    return parser.parse_args()


unet = build_unet()
generator = build_generator()
encoder, decoder, autoencoder = build_autoencoder()
super_resolution = build_super_resolution()

if __name__ == "__main__":
    arguments = parse_arguments()
    if arguments.task:
        TASKS[arguments.task](arguments)
