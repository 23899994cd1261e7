# Grouped convolution: the filters divide, the channels of the input do not.
from keras import Input, layers

inputs = Input((8, 8, 10))
x = layers.Conv2D(12, 3, groups=4)(inputs)  # expect: not-divisible `inputs`
