"""Models that are built from what a tf.data pipeline gives them: samples, open batches, and the first batch of a loop."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

pictures = np.random.rand(20, 12, 12, 3).astype("float32")
labels = np.arange(20) % 4

on_samples = keras.Sequential([layers.RandomFlip("horizontal"), layers.Rescaling(0.5)], name="on_samples")
on_batches = keras.Sequential([layers.Resizing(16, 16)], name="on_batches")
on_first_batch = keras.Sequential([layers.RandomRotation(0.1), layers.CenterCrop(8, 8)], name="on_first_batch")

pipeline = (
    tf.data.Dataset.from_tensor_slices((pictures, labels))
    .map(lambda picture, label: (on_samples(picture), tf.one_hot(label, 4)), num_parallel_calls=tf.data.AUTOTUNE)
    .shuffle(20)
    .batch(6)
    .map(lambda batch, label: (on_batches(batch), label))
    .prefetch(1)
)

for batch, label in pipeline.take(1):
    cropped = on_first_batch(batch)


class Classifier(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.body = keras.Sequential([layers.Conv2D(4, 3, strides=2), layers.Flatten()])
        self.head = layers.Dense(classes)

    def call(self, batch):
        return self.head(self.body(batch))


classifier = Classifier(4)
classifier.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
classifier.fit(pipeline, verbose=0)


class Trainer(keras.Model):
    """Its own step builds what it trains."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def train_step(self, data):
        batch, label = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.model(batch) - label) ** 2)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))
        return {"loss": loss}


trained = keras.Sequential([layers.Flatten(), layers.Dense(5), layers.Dense(4)], name="trained")
trainer = Trainer(trained)
trainer.compile(optimizer="adam")
trainer.fit(pipeline, verbose=0)

sequences = tf.data.Dataset.from_generator(
    lambda: iter([np.zeros((5, 3)), np.zeros((7, 3))]), output_signature=tf.TensorSpec((None, 3), tf.float32)
).padded_batch(2, padded_shapes=(9, 3), drop_remainder=True)
pairs = tf.data.Dataset.zip((sequences, sequences.map(lambda sequence: sequence[:, 0])))
recurrent = keras.Sequential([layers.GRU(6), layers.Dense(3)], name="recurrent")
recurrent.compile(loss="mse")
recurrent.fit(pairs, verbose=0)
