# Broadcasting: the gate has one channel and fits; the mask has another height and does not.
import keras
from keras import layers

features = keras.Input((16, 16, 24))
mask = keras.Input((8, 16, 1))
gate = layers.Conv2D(1, 1, activation="sigmoid")(features)
x = features * gate
y = x * mask  # expect: shape-mismatch `x * mask`
