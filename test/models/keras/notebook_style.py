# %% [markdown]
# A notebook turned into a script: cells, magics commented out, the model rebound again and again.

# %%
import numpy as np
import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow import keras
print("TensorFlow", tf.__version__)

# %%
x_train = np.random.rand(32, 28, 28).astype("float32")
y_train = np.random.randint(0, 10, size=(32,))
x_train = np.expand_dims(x_train, -1)
print(x_train.shape, x_train.min(), x_train.max())

# %%
plt.figure(figsize=(10, 10))
for i in range(4):
    plt.subplot(2, 2, i + 1)
    plt.imshow(x_train[i, ..., 0], cmap="gray")
    plt.axis("off")
plt.show()

# %%
model = keras.Sequential()
model.add(keras.layers.Conv2D(16, 3, activation="relu", input_shape=x_train.shape[1:]))
model.add(keras.layers.MaxPooling2D())
model.summary()

# %%
model.add(keras.layers.Conv2D(32, 3, activation="relu"))
model.add(keras.layers.GlobalMaxPooling2D())
model.add(keras.layers.Dense(len(np.unique(np.arange(10))), activation="softmax"))
model.summary()

# %%
features = keras.Model(model.inputs, model.layers[-2].output, name="features")
encoder_output = features.predict(x_train[:8], verbose=0)
print(encoder_output.shape)
