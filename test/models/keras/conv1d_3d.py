"""One and three spatial axes, channels first, causal padding, dilation, groups."""
from tensorflow.keras import Input, Model, layers

wave = Input((16000, 1), name="wave")
x = layers.Conv1D(16, 9, strides=4, padding="same", activation="relu")(wave)
x = layers.Conv1D(16, 3, dilation_rate=4, padding="causal")(x)
x = layers.MaxPooling1D(4)(x)
x = layers.Conv1DTranspose(8, 4, strides=2, padding="same")(x)  # expect: checkerboard-initial `layers.Conv1DTranspose(8, 4, strides=2, padding="same")`
x = layers.UpSampling1D(2)(x)
x = layers.ZeroPadding1D(3)(x)
audio = Model(wave, layers.GlobalAveragePooling1D()(x), name="audio")

volume = Input((16, 32, 32, 1), name="volume")
x = layers.Conv3D(8, 3, padding="same", groups=1)(volume)
x = layers.MaxPooling3D((1, 2, 2))(x)
x = layers.Conv3DTranspose(4, 2, strides=2)(x)  # expect: checkerboard-initial `layers.Conv3DTranspose(4, 2, strides=2)`
x = layers.UpSampling3D((1, 1, 2))(x)
scan = Model(volume, x, name="scan")

grouped_in = Input((20, 20, 12))
x = layers.Conv2D(24, 3, groups=4, dilation_rate=2)(grouped_in)
grouped = Model(grouped_in, x, name="grouped")
