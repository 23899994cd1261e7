"""keras.ops.shape is a tuple that others are added to; tensors given by keyword are taken in the order of their names."""
import keras
from keras import layers, ops


class OneHot(keras.Layer):
    def __init__(self, depth, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth

    def call(self, inputs):
        flat = ops.reshape(ops.cast(inputs, "int32"), [-1])
        rows = ops.take(ops.eye(self.depth), flat, axis=0)
        return ops.reshape(rows, ops.shape(inputs) + (self.depth,))


class Cross(keras.Layer):
    def __init__(self, width):
        super().__init__()
        self.attention = layers.MultiHeadAttention(2, width)

    def call(self, target, source, source_mask):
        return target + self.attention(query=target, value=source, attention_mask=source_mask[:, None, :])


words = keras.Input((12,), dtype="int32")
encoder = keras.Model(words, layers.Dense(4)(OneHot(30)(words)))

source = keras.Input((7,), dtype="int32", name="source")
memory = layers.Dense(16)(layers.Embedding(20, 16)(source))
target = keras.Input((5,), dtype="int32", name="target")
x = Cross(8)(target=layers.Embedding(20, 16)(target), source=memory, source_mask=source != 0)
decoder = keras.Model([source, target], layers.Dense(20)(x))
