"""Masks of padded sequences: what computes one is a row of a graph, where something takes it."""
import keras
from keras import layers

words = keras.Input((20,), dtype="int32")
x = layers.Embedding(100, 8, mask_zero=True)(words)
x = layers.Dropout(0.1)(x)
x = layers.Bidirectional(layers.LSTM(6, return_sequences=True))(x)
x = layers.GRU(5)(x)
classifier = keras.Model(words, layers.Dense(2)(x))

unused = keras.Model(words, layers.Flatten()(layers.Embedding(100, 8, mask_zero=True)(words)))

series = keras.Input((None, 4))
y = layers.Masking(mask_value=-1.0)(series)
regressor = keras.Model(series, layers.Dense(1)(layers.LSTM(6)(y)))

pooled = keras.Model(words, layers.GlobalAveragePooling1D()(layers.Embedding(100, 8, mask_zero=True)(words)))

attended = layers.Embedding(50, 8, mask_zero=True)(words)
attention = keras.Model(words, layers.MultiHeadAttention(2, 4)(attended, attended))

lost = layers.Conv1D(4, 3)(layers.Embedding(100, 8, mask_zero=True)(words))
convolved = keras.Model(words, layers.LSTM(3)(lost))

stacked = keras.Sequential(
    [keras.Input((20,)), layers.Embedding(100, 8, mask_zero=True), layers.LSTM(4, return_sequences=True), layers.LSTM(3)]
)

source = keras.Input((None,), dtype="int32", name="source")
encoded = layers.GRU(16)(layers.Embedding(30, 8, mask_zero=True)(source))
target = keras.Input((None,), dtype="int32", name="target")
decoded = layers.GRU(16, return_sequences=True)(
    layers.Embedding(30, 8, mask_zero=True)(target), initial_state=encoded
)
translator = keras.Model([source, target], layers.Dense(30)(decoded))
