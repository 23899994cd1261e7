"""A model class that is first called on a batch of zeros."""
import numpy as np
import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense = tf.keras.layers.Dense(units)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        return tf.nn.relu(self.norm(self.dense(inputs), training=training))


class Net(tf.keras.Model):
    def __init__(self):
        super(Net, self).__init__(name="net")
        self.one = Block(32)
        self.two = Block(16)
        self.out = tf.keras.layers.Dense(3)

    def call(self, inputs, training=None):
        return self.out(self.two(self.one(inputs, training=training), training=training))


net = Net()
result = net(np.zeros((4, 8), dtype="float32"))
