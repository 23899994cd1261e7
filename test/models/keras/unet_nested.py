"""UNet++: every node joins all earlier nodes of its level with the one below, upsampled. Deep supervision by a flag."""
from keras import Input, Model
from keras.layers import Activation, Average, BatchNormalization, Concatenate, Conv2D, MaxPool2D, UpSampling2D


def node(tensors, width, name):
    x = tensors[0] if len(tensors) == 1 else Concatenate(name=f"{name}_join")(tensors)
    for step in ("a", "b"):
        x = Conv2D(width, 3, padding="same", use_bias=False, name=f"{name}{step}_conv")(x)
        x = BatchNormalization(name=f"{name}{step}_bn")(x)
        x = Activation("relu", name=f"{name}{step}_relu")(x)
    return x


def unet_plus_plus(size=32, base=4, depth=3, classes=2, supervised=True):
    picture = Input((size, size, 3), name="picture")
    grid = {}
    x = picture
    for level in range(depth + 1):
        if level > 0:
            x = MaxPool2D(name=f"down{level}")(grid[level - 1, 0])
        grid[level, 0] = x = node([x], base * 2**level, f"x{level}0")
    for column in range(1, depth + 1):
        for level in range(depth + 1 - column):
            below = UpSampling2D(name=f"up{level}{column}")(grid[level + 1, column - 1])
            earlier = [grid[level, k] for k in range(column)]
            grid[level, column] = node(earlier + [below], base * 2**level, f"x{level}{column}")
    heads = [Conv2D(classes, 1, name=f"head{k}")(grid[0, k]) for k in range(1, depth + 1)]
    output = Average(name="mean")(heads) if supervised else heads[-1]
    return Model(picture, output, name="unet_plus_plus")


nested = unet_plus_plus()
plain = unet_plus_plus(depth=2, supervised=False)
