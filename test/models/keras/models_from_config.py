"""Models that are made again of their configuration: the same layers under the same names, with weights of their own."""

import keras
from keras import layers


class Scale(layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")

    def call(self, inputs):
        return inputs * self.scale


inputs = keras.Input((12,))
outputs = layers.Dense(4, activation="softmax")(Scale()(layers.Dense(8)(inputs)))
model = keras.Model(inputs, outputs)
again = keras.Model.from_config(model.get_config(), custom_objects={"Scale": Scale})
parsed = keras.models.model_from_json(model.to_json(), custom_objects={"Scale": Scale})

stack = keras.Sequential([keras.Input((6,)), layers.Dense(3), layers.Dropout(0.5), layers.Dense(1)])
second = keras.Sequential.from_config(stack.get_config())
