"""Texts padded to one length: fit builds the model from them."""
import numpy as np
from keras import layers
from keras.models import Sequential
from keras.utils import pad_sequences


written = pad_sequences([[1, 2, 3], [4, 5], [6]])
by_length = Sequential([layers.Embedding(10, 4), layers.Flatten(), layers.Dense(1)])
by_length.build(written.shape)

padded = pad_sequences([[1, 2, 3], [4, 5]], maxlen=6)
model = Sequential()
model.add(layers.Embedding(5000, 8))
model.add(layers.Conv1D(16, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy")
model.fit(padded, np.array([0, 1]), verbose=0)
