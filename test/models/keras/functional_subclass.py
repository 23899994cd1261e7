"""A class that is a functional model: super().__init__(inputs, outputs)."""
import keras
from keras import layers


class MLP(keras.Model):
    def __init__(self, units=(32, 16), classes=4, **kwargs):
        inputs = keras.Input((10,))
        x = inputs
        for n in units:
            x = layers.Dense(n, activation="relu")(x)
        outputs = layers.Dense(classes)(x)
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self.units = units


model = MLP(name="mlp")
other = MLP(units=(8,))
