"""Imports from everywhere Keras has ever been."""
import tensorflow as tf
from tensorflow.keras.layers import *
from tensorflow.keras.models import *

inputs = Input((64, 64, 1))
conv1 = Conv2D(8, 3, activation="relu", padding="same", kernel_initializer="he_normal")(inputs)
pool1 = MaxPooling2D(pool_size=(2, 2))(conv1)
drop = Dropout(0.5)(Conv2D(16, 3, activation="relu", padding="same")(pool1))
up = Conv2D(8, 2, activation="relu", padding="same")(UpSampling2D(size=(2, 2))(drop))
merge = concatenate([conv1, up], axis=3)
out = tf.keras.layers.Conv2D(1, 1, activation="sigmoid")(merge)
model = Model(inputs=inputs, outputs=out)
