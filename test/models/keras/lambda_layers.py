"""Lambda layers: sub-pixel upsampling, a slice, an arithmetic expression, a function with arguments."""
import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Input, Lambda
from tensorflow.keras.models import Model


def pixel_shuffle(scale):
    return lambda x: tf.nn.depth_to_space(x, scale)  # expect: checkerboard-initial `tf.nn.depth_to_space(x, scale)`


def scaled(x, factor=1.0):
    return x * factor


inputs = Input(shape=(24, 24, 3))
x = Conv2D(64, 5, padding="same", activation="tanh")(inputs)
x = Conv2D(3 * 3**2, 3, padding="same")(x)
x = Lambda(pixel_shuffle(3), name="pixel_shuffle")(x)
x = Lambda(lambda t: t[:, 4:-4, 4:-4, :])(x)
x = Lambda(scaled, arguments={"factor": 0.5})(x)
outputs = Lambda(lambda t: tf.clip_by_value(t, 0.0, 1.0))(x)
espcn = Model(inputs, outputs, name="espcn")
