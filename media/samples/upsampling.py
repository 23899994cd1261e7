# Two ways to make a feature map larger, side by side.
#
# UpSampling2D repeats (or interpolates) pixels: nothing to learn, no checkerboard.
# Conv2DTranspose learns its own upsampling: more freedom, more parameters, and a
# checkerboard wherever the kernel is not a multiple of the stride.
import matplotlib.pyplot as plt
import numpy as np
from tensorflow.keras.layers import Conv2D, Conv2DTranspose, Input, UpSampling2D
from tensorflow.keras.models import Model

# A small "picture": one sample, 8 x 8 pixels, 3 channels.
picture = np.random.rand(1, 8, 8, 3).astype("float32")

# 1. UpSampling2D, and a convolution that refines what was repeated.
inputs_a = Input(shape=(8, 8, 3))
upsampled = UpSampling2D(size=(2, 2), interpolation="nearest")(inputs_a)
refined = Conv2D(32, (3, 3), padding="same", activation="relu")(upsampled)
model_upsampling = Model(inputs_a, refined, name="model_upsampling")

# 2. Conv2DTranspose: upsampling and convolution in one layer.
inputs_b = Input(shape=(8, 8, 3))
transposed = Conv2DTranspose(
    32, (3, 3), strides=(2, 2), padding="same", activation="relu"
)(inputs_b)
model_transpose = Model(inputs_b, transposed, name="model_transpose")

model_upsampling.summary()
model_transpose.summary()

output_upsampling = model_upsampling.predict(picture)
output_transpose = model_transpose.predict(picture)

# What did they make of it? The first channel of each.
figure, axes = plt.subplots(1, 3, figsize=(12, 4))
axes[0].imshow(picture[0])
axes[0].set_title("Input 8 x 8")
axes[1].imshow(output_upsampling[0, :, :, 0], cmap="viridis")
axes[1].set_title("UpSampling2D + Conv2D 16 x 16")
axes[2].imshow(output_transpose[0, :, :, 0], cmap="viridis")
axes[2].set_title("Conv2DTranspose 16 x 16")
plt.show()
