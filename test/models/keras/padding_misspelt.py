import tensorflow as tf

inputs = tf.keras.Input((16, 16, 3))
x = tf.keras.layers.Conv2D(filters=8, kernel_size=3, padding="sane")(inputs)  # expect: bad-argument `"sane"`
