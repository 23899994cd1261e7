"""Names that only a star import brings, from modules that do not list them all."""
from tensorflow import *
from tensorflow.keras.applications import *
from tensorflow.keras.layers import *
from tensorflow.keras.models import Model

inputs = Input((32, 32, 3))
encoder = VGG16(include_top=False, weights=None, input_tensor=inputs)
skip = encoder.get_layer("block1_conv2").output
deep = encoder.get_layer("block3_conv3").output
up = UpSampling2D((4, 4), interpolation="bilinear")(Conv2D(8, 1)(deep))
joined = Concatenate()([skip, up])
model = Model(inputs, Conv2D(1, 1, activation="sigmoid")(joined))
