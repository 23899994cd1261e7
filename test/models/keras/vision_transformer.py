"""A vision transformer: patches by an operation, a class token as a weight, encoder blocks in a loop, an MLP function."""
import keras
from keras import layers, ops


def mlp(x, hidden_units, dropout_rate):
    for units in hidden_units:
        x = layers.Dense(units, activation=keras.activations.gelu)(x)
        x = layers.Dropout(dropout_rate)(x)
    return x


class Patches(layers.Layer):
    def __init__(self, patch_size):
        super().__init__()
        self.patch_size = patch_size

    def call(self, images):
        input_shape = ops.shape(images)
        batch_size, height, width, channels = input_shape
        num_patches_h = height // self.patch_size
        num_patches_w = width // self.patch_size
        grid = (batch_size, num_patches_h, self.patch_size, num_patches_w, self.patch_size, channels)
        patches = ops.transpose(ops.reshape(images, grid), (0, 1, 3, 2, 4, 5))
        return ops.reshape(patches, (batch_size, num_patches_h * num_patches_w, self.patch_size * self.patch_size * channels))

    def get_config(self):
        config = super().get_config()
        config.update({"patch_size": self.patch_size})
        return config


class PatchEncoder(layers.Layer):
    def __init__(self, num_patches, projection_dim):
        super().__init__()
        self.num_patches = num_patches
        self.projection = layers.Dense(units=projection_dim)
        self.position_embedding = layers.Embedding(input_dim=num_patches, output_dim=projection_dim)

    def call(self, patch):
        positions = ops.expand_dims(ops.arange(start=0, stop=self.num_patches, step=1), axis=0)
        return self.projection(patch) + self.position_embedding(positions)


def create_vit_classifier(size=32, patch=8, dim=16, heads=2, depth=2, classes=5):
    num_patches = (size // patch) ** 2
    inputs = keras.Input(shape=(size, size, 3))
    encoded_patches = PatchEncoder(num_patches, dim)(Patches(patch)(inputs))
    for _ in range(depth):
        x1 = layers.LayerNormalization(epsilon=1e-6)(encoded_patches)
        attention_output = layers.MultiHeadAttention(num_heads=heads, key_dim=dim, dropout=0.1)(x1, x1)
        x2 = layers.Add()([attention_output, encoded_patches])
        x3 = mlp(layers.LayerNormalization(epsilon=1e-6)(x2), hidden_units=[dim * 2, dim], dropout_rate=0.1)
        encoded_patches = layers.Add()([x3, x2])
    representation = layers.Flatten()(layers.LayerNormalization(epsilon=1e-6)(encoded_patches))
    features = mlp(layers.Dropout(0.5)(representation), hidden_units=[32, 16], dropout_rate=0.5)
    return keras.Model(inputs=inputs, outputs=layers.Dense(classes)(features))


model = create_vit_classifier()
