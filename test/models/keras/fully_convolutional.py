"""Height and width left open by the author."""
from keras.layers import Add, AveragePooling2D, Conv2D, Input, UpSampling2D
from keras.models import Model

inputs = Input(shape=(None, None, 3))
x = Conv2D(32, 3, padding="same", activation="relu")(inputs)
low = AveragePooling2D(2)(x)
low = Conv2D(32, 3, padding="same", activation="relu")(low)
x = Add()([UpSampling2D(interpolation="bilinear")(low), x])  # expect: size-constraint `Add()([UpSampling2D(interpolation="bilinear")(low), x])`
outputs = Conv2D(3, 3, padding="same")(x)
model = Model(inputs, outputs)
