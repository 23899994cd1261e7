"""A model class with layers as attributes and in a list, called on a symbolic input."""
import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import Conv2D, Dense, Flatten


class Classifier(Model):
    def __init__(self, width=32):
        super().__init__()
        self.conv1 = Conv2D(width, 3, activation="relu")
        self.flatten = Flatten()
        self.hidden = [Dense(64, activation="relu") for _ in range(2)]
        self.d2 = Dense(10)

    def call(self, x, training=False):
        x = self.conv1(x)
        x = self.flatten(x)
        for layer in self.hidden:
            x = layer(x)
        return self.d2(x)


model = Classifier()
logits = model(tf.keras.Input((28, 28, 1)))
