"""One embedding and one dense layer used twice."""
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Concatenate, Dense, Embedding, Flatten

shared = Dense(64, activation="relu", name="shared")
left = Input((20,), name="left")
right = Input((20,), name="right")
a = shared(left)
b = shared(right)
merged = Concatenate()([a, b])
out = Dense(1, activation="sigmoid")(merged)
siamese = Model([left, right], out)
