from keras import Input, layers

inputs = Input((8, 8, 12))
x = layers.GroupNormalization(groups=8)(inputs)  # expect: not-divisible `inputs`
