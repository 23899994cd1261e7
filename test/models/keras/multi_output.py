"""Several inputs and outputs, one of them unused by half of the network."""
import keras
from keras import layers

num_tags, num_words, num_departments = 12, 10000, 4
title = keras.Input(shape=(100,), name="title")
body = keras.Input(shape=(200,), name="body")
tags = keras.Input(shape=(num_tags,), name="tags")
t = layers.Dense(64)(title)
b = layers.Dense(32)(body)
x = layers.concatenate([t, b, tags])
priority = layers.Dense(1, name="priority")(x)
department = layers.Dense(num_departments, name="department")(x)
model = keras.Model(inputs=[title, body, tags], outputs={"priority": priority, "department": department})
