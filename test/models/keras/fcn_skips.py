"""FCN-8s on a backbone of applications: intermediate outputs by name, transposed convolutions, sums of scores."""
import tensorflow as tf
from tensorflow.keras.applications import VGG16
from tensorflow.keras.layers import Activation, Add, Conv2D, Conv2DTranspose, Dropout
from tensorflow.keras.models import Model

classes = 4
base = VGG16(include_top=False, weights=None, input_shape=(64, 96, 3))
for layer in base.layers[:4]:
    layer.trainable = False
pool3 = base.get_layer("block3_pool").output
pool4 = base.get_layer("block4_pool").output
pool5 = base.get_layer("block5_pool").output

x = Dropout(0.5)(Conv2D(32, 7, padding="same", activation="relu", name="fc6")(pool5))
x = Conv2D(classes, 1, name="score5")(x)
x = Conv2DTranspose(classes, 4, strides=2, padding="same", use_bias=False, name="up5")(x)  # expect: checkerboard-initial `Conv2DTranspose(classes, 4, strides=2, padding="same", use_bias=False, name="up5")`
x = Add()([x, Conv2D(classes, 1, name="score4")(pool4)])
x = Conv2DTranspose(classes, 4, strides=2, padding="same", use_bias=False, name="up4")(x)  # expect: checkerboard-initial `Conv2DTranspose(classes, 4, strides=2, padding="same", use_bias=False, name="up4")`
x = Add()([x, Conv2D(classes, 1, name="score3")(pool3)])
x = Conv2DTranspose(classes, 16, strides=8, padding="same", use_bias=False, name="up3")(x)  # expect: checkerboard-initial `Conv2DTranspose(classes, 16, strides=8, padding="same", use_bias=False, name="up3")`
fcn8 = Model(base.input, Activation("softmax")(x), name="fcn8")
