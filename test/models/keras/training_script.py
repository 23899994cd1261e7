"""A whole script: data, callbacks, plots and a training loop around a small model."""
import argparse
import os

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

parser = argparse.ArgumentParser()
parser.add_argument("--width", type=int, default=24)
parser.add_argument("--epochs", type=int, default=0)
args = parser.parse_args([])

x_train = np.random.rand(64, 12, 12, 1).astype("float32")
y_train = np.random.randint(0, 3, size=(64,))
y_onehot = keras.utils.to_categorical(y_train, 3)
num_classes = y_onehot.shape[1]
input_shape = x_train.shape[1:]

model = keras.Sequential(name="small")
model.add(layers.Conv2D(args.width, (3, 3), activation="relu", input_shape=input_shape))
model.add(layers.MaxPool2D())
model.add(layers.Flatten())
model.add(layers.Dense(num_classes, activation="softmax"))
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="categorical_crossentropy", metrics=["accuracy"])
callbacks = [keras.callbacks.EarlyStopping(patience=2)]
for epoch in range(args.epochs):
    history = model.fit(x_train, y_onehot, batch_size=32, callbacks=callbacks)
    plt.plot(history.history["loss"])
predictions = model(x_train[:4])
print(predictions.shape, os.path.join("out", "model.keras"))
