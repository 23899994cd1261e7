"""tf.* inside layers' call methods: pads, slices, einsum, splits, shifts of windows."""
import tensorflow as tf


class Shift(tf.keras.layers.Layer):
    def call(self, x):
        a, b, c = tf.split(x, 3, axis=-1)
        a = tf.roll(a, shift=1, axis=1)
        b = tf.pad(b[:, 1:], [[0, 0], [0, 1], [0, 0], [0, 0]])
        c = tf.transpose(c, [0, 2, 1, 3])
        return tf.concat([a, b, tf.transpose(c, perm=[0, 2, 1, 3])], axis=3)


class Window(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def call(self, x):
        n, h, w, c = x.shape
        s = self.size
        x = tf.reshape(x, [-1, h // s, s, w // s, s, c])
        x = tf.transpose(x, [0, 1, 3, 2, 4, 5])
        return tf.reshape(x, [-1, s * s, c])


class SelfGate(tf.keras.layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], shape[-1]), initializer="glorot_uniform", name="w")
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

    def call(self, x):
        scores = tf.einsum("nic,cd,njd->nij", x, self.w, x) * self.scale
        return tf.matmul(tf.nn.softmax(scores, axis=-1), x)


inputs = tf.keras.Input((12, 16, 9), name="features")
x = Shift(name="shift")(inputs)
x = Window(4, name="window")(x)
x = SelfGate(name="gate")(x)
model = tf.keras.Model(inputs, x, name="operations")
