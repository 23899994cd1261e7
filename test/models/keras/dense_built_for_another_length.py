# A classifier trained on pictures of one size is called with another: Flatten changes the length.
import keras
from keras import layers

classifier = keras.Sequential([
    layers.Conv2D(4, 3, padding="same"),
    layers.Flatten(),
    layers.Dense(10),  # expect: wrong-channels `layers.Dense(10)`
])
small = classifier(keras.Input((8, 8, 3)))
large = classifier(keras.Input((16, 16, 3)))
