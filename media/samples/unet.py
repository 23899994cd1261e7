# A U-Net for segmentation, written with loops: down four times, up four times, with a skip at every level.
#
# Height and width are left open. Each level halves and doubles again, so the skips fit only where both are multiples
# of 16: hover the concatenation to see where that comes from.
import keras
from keras import layers

FILTERS = [32, 64, 128, 256]
CLASSES = 4


def double_conv(x, filters):
    """Two 3 x 3 convolutions: they see more of the picture than one, with fewer parameters than a 5 x 5."""
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
    return x


def unet(classes=CLASSES):
    inputs = keras.Input(shape=(None, None, 3), name="image")

    # Down: remember what each level saw before it is halved.
    skips = []
    x = inputs
    for filters in FILTERS:
        x = double_conv(x, filters)
        skips.append(x)
        x = layers.MaxPooling2D()(x)

    # The bottom: few pixels, many channels.
    x = double_conv(x, 2 * FILTERS[-1])

    # Up: double the size, join what was remembered, refine. A kernel of 2 with a stride of 2 overlaps evenly.
    for filters, skip in zip(reversed(FILTERS), reversed(skips)):
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        x = layers.Concatenate()([skip, x])
        x = double_conv(x, filters)

    # One score per class and pixel.
    outputs = layers.Conv2D(classes, 1, activation="softmax", name="classes")(x)
    return keras.Model(inputs, outputs, name="unet")


model = unet()
model.summary()
