# A skip is joined before it was upsampled back.
from tensorflow.keras import layers, Model

inputs = layers.Input((30, 40, 3))
skip = layers.Conv2D(8, 3, padding="same")(inputs)
low = layers.MaxPooling2D(4)(skip)
up = layers.UpSampling2D(4)(low)
joined = layers.concatenate([skip, up])  # expect: shape-mismatch `[skip, up]`
model = Model(inputs, layers.Conv2D(1, 1)(joined))
