"""Tables that are learned from a list in the file."""

import keras
from keras import layers

names = layers.StringLookup()
names.adapt(["low", "high", "low", "middle"])
by_name = keras.Sequential(
    [keras.Input((), dtype="string"), names, layers.Embedding(names.vocabulary_size(), 2)]
)
first = layers.Dense(len(names.get_vocabulary()[1]))
limited = layers.StringLookup(max_tokens=3, num_oov_indices=1)
limited.adapt(["a", "b", "b", "c"])
numbers = layers.IntegerLookup(num_oov_indices=2)
numbers.adapt([10, 20, 20, 30])
sizes = keras.Sequential(
    [keras.Input((4,)), first, layers.Dense(limited.vocabulary_size()), layers.Dense(numbers.vocabulary_size())]
)
