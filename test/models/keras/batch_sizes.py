"""What fit() builds has the batch that the data give: known where it divides the number of samples. build() of a model builds nothing."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

x = np.zeros((64, 8), "float32")
y = np.zeros((64, 3), "float32")


def make(name):
    model = keras.Sequential([layers.Dense(4, activation=keras.activations.get("relu")), layers.Dense(3)], name=name)
    model.compile(loss="mse")
    return model


whole = make("whole")
whole.fit(x, y, verbose=0)
left_open = make("left_open")
left_open.fit(x, y, batch_size=10, verbose=0)
split = make("split")
split.fit(x, y, batch_size=16, validation_split=0.25, verbose=0)
split_open = make("split_open")
split_open.fit(x, y, batch_size=16, validation_split=0.2, verbose=0)
one_batch = make("one_batch")
one_batch.train_on_batch(x[:7], y[:7])


class Wrapped(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = make("body")

    def call(self, inputs):
        return self.body(inputs)


wrapped = Wrapped()
wrapped.build((None, 8))
for batch, target in tf.data.Dataset.from_tensor_slices((x, y)).batch(20):
    wrapped(batch)
body = wrapped.body
