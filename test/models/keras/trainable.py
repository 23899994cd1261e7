"""Frozen layers: by argument, by attribute, a whole model, and a batch normalisation."""
import keras
from keras import layers

base = keras.Sequential([keras.Input((16, 16, 3)), layers.Conv2D(8, 3), layers.BatchNormalization(), layers.ReLU()], name="base")
base.trainable = False
inputs = keras.Input((16, 16, 3))
x = base(inputs, training=False)
x = layers.Conv2D(8, 3, trainable=False, name="frozen")(x)
x = layers.Conv2D(8, 3, name="free")(x)
x = layers.BatchNormalization(scale=False, center=False)(x)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(5, name="head")(x)
model = keras.Model(inputs, outputs, name="fine_tuned")
model.get_layer("free").trainable = False
model.layers[-1].trainable = True
