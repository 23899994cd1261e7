"""A vision transformer in small: patches, positions, attention, and augmentation layers in front."""
import keras
from keras import layers, ops


class Patches(layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def call(self, images):
        shape = ops.shape(images)
        height, width, channels = shape[1], shape[2], shape[3]
        rows, columns = height // self.size, width // self.size
        x = ops.reshape(images, (shape[0], rows, self.size, columns, self.size, channels))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (shape[0], rows * columns, self.size * self.size * channels))


class Embed(layers.Layer):
    def __init__(self, count, width):
        super().__init__()
        self.count = count
        self.projection = layers.Dense(width)
        self.position = layers.Embedding(input_dim=count, output_dim=width)

    def call(self, patch):
        positions = ops.expand_dims(ops.arange(start=0, stop=self.count, step=1), axis=0)
        return self.projection(patch) + self.position(positions)


def mlp(x, units, rate):
    for n in units:
        x = layers.Dense(n, activation=keras.activations.gelu)(x)
        x = layers.Dropout(rate)(x)
    return x


augment = keras.Sequential(
    [layers.RandomFlip("horizontal"), layers.RandomRotation(0.02), layers.RandomZoom(0.2, 0.2)], name="augment"
)
inputs = keras.Input((32, 32, 3))
x = augment(inputs)
x = Patches(8)(x)
x = Embed(16, 24)(x)
for _ in range(2):
    a = layers.LayerNormalization(epsilon=1e-6)(x)
    a = layers.MultiHeadAttention(num_heads=3, key_dim=8, dropout=0.1)(a, a)
    b = layers.Add()([a, x])
    c = layers.LayerNormalization(epsilon=1e-6)(b)
    c = mlp(c, [48, 24], 0.1)
    x = layers.Add()([c, b])
x = layers.LayerNormalization(epsilon=1e-6)(x)
x = layers.Flatten()(x)
vit = keras.Model(inputs, layers.Dense(10)(x), name="vit")
