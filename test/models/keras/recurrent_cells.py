"""Cells of Keras's own and of the author's, one step and whole sequences."""

import keras
from keras import layers, ops


class Gated(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], 2 * self.units), name="kernel")
        self.recurrent = self.add_weight(shape=(self.units, 2 * self.units), name="recurrent")

    def call(self, inputs, states):
        gate, new = ops.split(ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.recurrent), 2, axis=-1)
        output = ops.sigmoid(gate) * ops.tanh(new)
        return output, [output]


inputs = keras.Input((None, 16))
x = layers.RNN(Gated(12), return_sequences=True, name="own")(inputs)
x = layers.Bidirectional(layers.RNN([layers.LSTMCell(8), layers.GRUCell(6)], return_sequences=True), name="both")(x)
x, *states = layers.RNN(layers.LSTMCell(10), return_state=True, name="last")(x)
x = layers.Concatenate()([x, *states])
encoder = keras.Model(inputs, x)

step = keras.Input((10,))
hidden = [keras.Input((7,)), keras.Input((7,))]
output, after = layers.LSTMCell(7)(step, hidden)
decoder = keras.Model([step, *hidden], [output, *after])

pictures = keras.Input((32, 32, 3))
y = layers.SpectralNormalization(layers.Conv2D(8, 3, padding="same"))(pictures)
y = layers.SpectralNormalization(layers.Dense(4))(layers.GlobalAveragePooling2D()(y))
critic = keras.Model(pictures, y)
