"""A U-Net built by loops, its skips kept in a list."""
from tensorflow import keras
from tensorflow.keras import layers


def conv_block(x, filters, dropout=0.0):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    if dropout > 0:
        x = layers.Dropout(dropout)(x)
    return x


def build_unet(size=128, channels=3, classes=2, base=16, depth=4):
    inputs = keras.Input((size, size, channels), name="image")
    x = inputs
    skips = []
    for level in range(depth):
        x = conv_block(x, base * 2**level)
        skips.append(x)
        x = layers.MaxPooling2D(2)(x)
    x = conv_block(x, base * 2**depth, dropout=0.3)
    for level, skip in reversed(list(enumerate(skips))):
        x = layers.Conv2DTranspose(base * 2**level, 2, strides=2, padding="same")(x)  # expect: checkerboard-initial `layers.Conv2DTranspose(base * 2**level, 2, strides=2, padding="same")`
        x = layers.concatenate([x, skip])
        x = conv_block(x, base * 2**level)
    outputs = layers.Conv2D(classes, 1, activation="softmax", name="classes")(x)
    return keras.Model(inputs, outputs, name="unet")


model = build_unet()
