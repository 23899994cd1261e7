"""Layers that only tf.keras still has: random stretching leaves sizes open."""
import tensorflow as tf
from tensorflow.keras import layers

augmentation = tf.keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomWidth(0.2), layers.RandomHeight(0.2)])

inputs = tf.keras.Input((32, 32, 3))
x = augmentation(inputs)
x = layers.Conv2D(8, 3, padding="same")(x)
x = layers.ThresholdedReLU(theta=0.5)(x)
x = layers.GlobalAveragePooling2D()(x)
model = tf.keras.Model(inputs, layers.Dense(2)(x))
