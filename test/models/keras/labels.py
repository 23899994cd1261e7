"""Classes counted from labels: one-hot codes of a column of labels have one axis, draws have the shape of their rates."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.utils import to_categorical

labels = np.zeros((8, 1), dtype="int64")
codes = to_categorical(labels, 5).astype("float32")

of_codes = keras.Sequential([keras.Input((3,)), layers.Dense(codes.shape[1], name="classes")])
of_positions = keras.Sequential([keras.Input((3,)), layers.Dense(codes.argmax(axis=-1).ndim + 1, name="positions")])

gamma = tf.random.gamma(shape=[4], alpha=[0.25, 0.5])
poisson = tf.random.poisson([6], 2.0)
of_draws = keras.Sequential(
    [keras.Input((3,)), layers.Dense(gamma.shape[1], name="gamma"), layers.Dense(len(poisson.shape), name="poisson")]
)
