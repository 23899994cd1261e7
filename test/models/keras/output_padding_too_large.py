from keras import Input, layers

inputs = Input((8, 8, 4))
x = layers.Conv2DTranspose(4, 3, strides=2, padding="same", output_padding=2)(inputs)  # expect: bad-argument `2`
