"""EDSR as a subclassed model with its own predict: residual blocks, depth_to_space in an upsampling function."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class EDSRModel(tf.keras.Model):
    def predict_step(self, x):
        x = tf.cast(tf.expand_dims(x, axis=0), tf.float32)
        return tf.squeeze(tf.cast(tf.clip_by_value(self(x, training=False), 0, 255), tf.uint8), axis=0)


def ResBlock(inputs):
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = layers.Conv2D(16, 3, padding="same")(x)
    return layers.Add()([inputs, x])


def Upsampling(inputs, factor=2, **kwargs):
    x = layers.Conv2D(16 * (factor**2), 3, padding="same", **kwargs)(inputs)
    x = layers.Lambda(lambda t: tf.nn.depth_to_space(t, block_size=factor))(x)  # expect: checkerboard-initial `tf.nn.depth_to_space(t, block_size=factor)`
    x = layers.Conv2D(16 * (factor**2), 3, padding="same", **kwargs)(x)
    return layers.Lambda(lambda t: tf.nn.depth_to_space(t, block_size=factor))(x)  # expect: checkerboard-initial `tf.nn.depth_to_space(t, block_size=factor)`


def make_model(num_filters, num_of_residual_blocks):
    input_layer = layers.Input(shape=(24, 24, 3))
    x = layers.Rescaling(scale=1.0 / 255)(input_layer)
    x = x_new = layers.Conv2D(num_filters, 3, padding="same")(x)
    for _ in range(num_of_residual_blocks):
        x_new = ResBlock(x_new)
    x_new = layers.Conv2D(num_filters, 3, padding="same")(x_new)
    x = layers.Add()([x, x_new])
    x = Upsampling(x)
    x = layers.Conv2D(3, 3, padding="same")(x)
    return EDSRModel(input_layer, layers.Rescaling(scale=255)(x))


model = make_model(num_filters=16, num_of_residual_blocks=2)
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="mae")
