"""A layer that is given its initial state gets no mask: Keras fills it in for layers of one argument."""

import keras
import tensorflow as tf
from keras import layers

source = keras.Input((None,), dtype="int32")
target = keras.Input((None,), dtype="int32")
embedded = layers.Embedding(50, 8, mask_zero=True)(source)
after = layers.Embedding(60, 8, mask_zero=True)(target)
_, *state = layers.LSTM(16, return_state=True)(embedded)
decoded = layers.LSTM(16, return_sequences=True)(after, initial_state=state)
translator = keras.Model([source, target], layers.Dense(60)(decoded))

again = layers.GRU(16)(after, initial_state=state[0])
single = keras.Model([source, target], again)


class FrozenNormalization(layers.BatchNormalization):
    def call(self, x, training=False):
        if not training:
            training = tf.constant(False)
        return super().call(x, tf.logical_and(training, self.trainable))


picture = keras.Input((16, 16, 3))
normalised = keras.Model(picture, FrozenNormalization()(layers.Conv2D(4, 3)(picture)))
