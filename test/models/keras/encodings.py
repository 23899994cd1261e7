"""Words and numbers become indices, counts and vectors: the vocabulary says how many there are."""

import keras
from keras import layers

words = layers.StringLookup(vocabulary=["cat", "dog", "bird"])
back = layers.StringLookup(vocabulary=words.get_vocabulary(), invert=True)
counted = layers.StringLookup(vocabulary=["a", "b"], output_mode="multi_hot", num_oov_indices=2)
single = layers.IntegerLookup(vocabulary=[3, 5, 7, 9], output_mode="one_hot")

text = keras.Input((1,), dtype="string", name="text")
tokens = layers.TextVectorization(max_tokens=500, output_sequence_length=20, vocabulary=["x", "y"])(text)
vectors = layers.Embedding(500, 16)(tokens)
mixed = layers.EinsumDense("abc,cd->abd", output_shape=(None, 24), bias_axes="d")(vectors)
heads = layers.EinsumDense("abd,dhk->abhk", output_shape=(None, 4, 6), bias_axes="hk")(mixed)
heads = layers.RMSNormalization()(heads)
pooled = layers.Flatten()(heads)
reader = keras.Model(text, pooled, name="reader")

name = keras.Input((1,), dtype="string", name="name")
year = keras.Input((1,), dtype="int64", name="year")
price = keras.Input((1,), name="price")
features = layers.Concatenate()(
    [
        counted(name),
        single(year),
        layers.CategoryEncoding(num_tokens=6, output_mode="one_hot")(year),
        layers.Discretization(bin_boundaries=[0.0, 1.0, 2.0], output_mode="one_hot")(price),
    ]
)
embedded = layers.Embedding(words.vocabulary_size(), 8)(words(name))
hashed = layers.Embedding(10, 8)(layers.Hashing(num_bins=10)(name))
crossed = layers.HashedCrossing(num_bins=5)((name, year))
tail = layers.Flatten()(layers.Concatenate()([embedded, hashed]))
outputs = layers.Dense(3)(layers.Concatenate()([features, tail]))
classifier = keras.Model([name, year, price], [outputs, crossed], name="classifier")


class Scale(layers.Layer):
    def call(self, x):
        return 2 * x


class Doubled(keras.Model):
    def __init__(self):
        super().__init__()
        self.scale = Scale()
        self.dense = layers.Dense(5)

    def call(self, x, training=False):
        # Keras drops an argument `training` that a layer does not take.
        return self.dense(self.scale(x, training=training))


doubled = Doubled()
doubled(keras.ops.ones((2, 7)), training=True)
