"""Recurrent layers, in both directions and at every step, with states."""
import keras
from keras import layers

tokens = keras.Input((None,), dtype="int32", name="tokens")
x = layers.Embedding(5000, 64)(tokens)
x = layers.Bidirectional(layers.LSTM(32, return_sequences=True))(x)
x = layers.GRU(24, return_sequences=True)(x)
x = layers.TimeDistributed(layers.Dense(16, activation="relu"))(x)
x, state = layers.SimpleRNN(12, return_state=True)(x)
tagger = keras.Model(tokens, [layers.Dense(3)(x), state], name="tagger")

frames = keras.Input((10, 32, 32, 3), name="frames")
y = layers.TimeDistributed(layers.Conv2D(8, 3, padding="same"))(frames)
y = layers.ConvLSTM2D(6, 3, padding="same", return_sequences=True)(y)
y = layers.ConvLSTM2D(4, 3, strides=2)(y)
y = layers.GlobalAveragePooling2D()(y)
video = keras.Model(frames, y, name="video")

source = keras.Input((20, 48))
encoded, hidden, cell = layers.LSTM(30, return_state=True)(source)
target = keras.Input((15, 48))
decoded = layers.LSTM(30, return_sequences=True)(target, initial_state=[hidden, cell])
translator = keras.Model([source, target], layers.Dense(100, activation="softmax")(decoded), name="translator")
summed = keras.Sequential([keras.Input((7, 5)), layers.Bidirectional(layers.GRU(9, reset_after=False), merge_mode="sum")])
