"""A residual U-Net: pre-activation blocks whose shortcut is projected only where the width changes."""
import tensorflow as tf
from tensorflow.keras import layers as L


def bn_act(x, act=True):
    x = L.BatchNormalization()(x)
    return L.Activation("relu")(x) if act else x


def residual_block(x, filters, strides=1):
    shortcut = x
    res = L.Conv2D(filters, 3, strides=strides, padding="same")(bn_act(x))
    res = L.Conv2D(filters, 3, padding="same")(bn_act(res))
    if strides != 1 or shortcut.shape[-1] != filters:
        shortcut = L.Conv2D(filters, 1, strides=strides, padding="same")(shortcut)
        shortcut = bn_act(shortcut, act=False)
    return L.Add()([shortcut, res])


def upsample_concat(x, skip):
    return L.concatenate([L.UpSampling2D((2, 2))(x), skip])


def ResUNet(input_shape=(32, 48, 3), filters=(8, 16, 32)):
    inputs = L.Input(input_shape)
    stem = L.Conv2D(filters[0], 3, padding="same")(inputs)
    skips = [residual_block(stem, filters[0])]
    for f in filters[1:]:
        skips.append(residual_block(skips[-1], f, strides=2))
    x = residual_block(skips.pop(), filters[-1])
    while skips:
        skip = skips.pop()
        x = residual_block(upsample_concat(x, skip), skip.shape[-1])
    outputs = L.Conv2D(1, (1, 1), padding="same", activation="sigmoid")(x)
    return tf.keras.models.Model(inputs=[inputs], outputs=[outputs], name="ResUNet")


model = ResUNet()
