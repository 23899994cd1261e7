"""Batches that are taken one by one: `next(iterator)` of data sets that repeat for ever, that end, and whose last batch is smaller."""

import keras
import tensorflow as tf
from keras import layers


def toy_data(size):
    inputs = tf.range(10.0)[:, None]
    labels = inputs * 5.0 + tf.range(5.0)[None, :]
    data = tf.data.Dataset.from_tensor_slices({"x": inputs, "y": labels})
    return data.repeat().batch(size)


def step(network, example):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.abs(network(example["x"]) - example["y"]))
    return tape.gradient(loss, network.trainable_variables)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(7)
        self.out = layers.Dense(5)

    def call(self, x):
        return self.out(self.hidden(x))


iterator = iter(toy_data(3))
first = Net()
for _ in range(4):
    step(first, next(iterator))

second = keras.Sequential([layers.Dense(4), layers.Dense(5)])
step(second, next(iterator))

ends = iter(tf.data.Dataset.from_tensor_slices(tf.zeros((8, 6))).batch(3))
next(ends), next(ends)
third = keras.Sequential([layers.Dense(4)])
third(next(ends)[:1])
assert next(ends, None) is None
fourth = keras.Sequential([layers.Dense(9), layers.Dense(2)])
fourth(next(iter(tf.data.Dataset.range(4).repeat().map(lambda i: tf.zeros(6)).batch(2))))
