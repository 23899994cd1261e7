"""The layers of einops in a patch classifier, and its functions inside of a layer."""

import einops
import keras
from einops.layers.keras import EinMix, Rearrange, Reduce
from keras import layers


class Windows(layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def call(self, x):
        parts = einops.rearrange(x, "b (h p) (w q) c -> b (h w) (p q) c", p=self.size, q=self.size)
        return einops.reduce(parts, "b n p c -> b n c", "max")


inputs = keras.Input((32, 32, 3))
x = Rearrange("b (h p) (w q) c -> b h w (p q c)", p=4, q=4)(inputs)
x = EinMix("b h w c -> b h w d", weight_shape="c d", bias_shape="d", c=48, d=24)(x)
x = EinMix("b h w (g c) -> b h w (g d)", weight_shape="g c d", g=4, c=6, d=5)(x)
x = Windows(2)(x)
x = Reduce("b n c -> b c", "mean")(x)
model = keras.Model(inputs, layers.Dense(10)(x))
