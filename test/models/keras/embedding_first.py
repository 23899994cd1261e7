"""A Sequential that begins with an Embedding: its input_dim is the vocabulary, not the width of the input."""
from tensorflow.keras import Sequential
from tensorflow.keras.layers import LSTM, Dense, Embedding, Flatten

waiting = Sequential([Embedding(input_dim=50, output_dim=8), Flatten(), Dense(1, activation="sigmoid")])
positional = Sequential()
positional.add(Embedding(50, 8))
positional.add(LSTM(16))
positional.add(Dense(1))
built = Sequential([Embedding(50, 8), Flatten(), Dense(1, activation="sigmoid")])
built.build((None, 4))
