"""VQ-VAE: a code book as a weight of a layer, straight through by stop_gradient, a loss added in call."""
import keras
from keras import layers, ops


class VectorQuantizer(layers.Layer):
    def __init__(self, num_embeddings, embedding_dim, beta=0.25, **kwargs):
        super().__init__(**kwargs)
        self.embedding_dim = embedding_dim
        self.num_embeddings = num_embeddings
        self.beta = beta
        self.embeddings = self.add_weight(
            shape=(self.embedding_dim, self.num_embeddings), initializer="random_uniform", trainable=True, name="codes"
        )

    def call(self, x):
        input_shape = ops.shape(x)
        flattened = ops.reshape(x, [-1, self.embedding_dim])
        indices = self.get_code_indices(flattened)
        encodings = ops.one_hot(indices, self.num_embeddings)
        quantized = ops.matmul(encodings, ops.transpose(self.embeddings))
        quantized = ops.reshape(quantized, input_shape)
        return x + ops.stop_gradient(quantized - x)

    def get_code_indices(self, flattened_inputs):
        similarity = ops.matmul(flattened_inputs, self.embeddings)
        distances = (
            ops.sum(flattened_inputs**2, axis=1, keepdims=True) + ops.sum(self.embeddings**2, axis=0) - 2 * similarity
        )
        return ops.argmin(distances, axis=1)


def get_encoder(latent_dim=6):
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(8, 3, activation="relu", strides=2, padding="same")(inputs)
    x = layers.Conv2D(16, 3, activation="relu", strides=2, padding="same")(x)
    return keras.Model(inputs, layers.Conv2D(latent_dim, 1, padding="same")(x), name="encoder")


def get_decoder(latent_dim=6):
    latent_inputs = keras.Input(shape=get_encoder(latent_dim).output.shape[1:])
    x = layers.Conv2DTranspose(16, 4, activation="relu", strides=2, padding="same")(latent_inputs)  # expect: checkerboard-initial `layers.Conv2DTranspose(16, 4, activation="relu", strides=2, padding="same")`
    x = layers.Conv2DTranspose(8, 4, activation="relu", strides=2, padding="same")(x)  # expect: checkerboard-initial `layers.Conv2DTranspose(8, 4, activation="relu", strides=2, padding="same")`
    return keras.Model(latent_inputs, layers.Conv2DTranspose(1, 3, padding="same")(x), name="decoder")


encoder = get_encoder()
decoder = get_decoder()
image = keras.Input(shape=(28, 28, 1))
quantized = VectorQuantizer(32, 6, name="vector_quantizer")(encoder(image))
vq_vae = keras.Model(image, decoder(quantized), name="vq_vae")
