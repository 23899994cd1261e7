# MobileNet-like: relu6, depthwise blocks from a table, width multiplier, squeeze and excitation, a dropout of a 1x1 picture.
from tensorflow.keras import backend, layers, models

TABLE = [
    # expansion, filters, repeats, stride, squeeze
    (1, 16, 1, 1, False),
    (4, 24, 2, 2, True),
    (4, 40, 2, 2, True),
]


def _make_divisible(v, divisor=8, min_value=None):
    if min_value is None:
        min_value = divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v


def correct_pad(inputs, kernel_size):
    img_dim = 1
    input_size = backend.int_shape(inputs)[img_dim:(img_dim + 2)]
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    adjust = (1, 1) if input_size[0] is None else (1 - input_size[0] % 2, 1 - input_size[1] % 2)
    correct = (kernel_size[0] // 2, kernel_size[1] // 2)
    return ((correct[0] - adjust[0], correct[0]), (correct[1] - adjust[1], correct[1]))


def squeeze_excite(x, ratio, prefix):
    channels = x.shape[-1]
    se = layers.GlobalAveragePooling2D(name=prefix + "squeeze")(x)
    se = layers.Reshape((1, 1, channels), name=prefix + "reshape")(se)
    se = layers.Conv2D(max(1, int(channels * ratio)), 1, activation="swish", name=prefix + "reduce")(se)
    se = layers.Conv2D(channels, 1, activation="sigmoid", name=prefix + "expand")(se)
    return layers.multiply([x, se], name=prefix + "excite")


def inverted(x, expansion, filters, stride, squeeze, block_id, alpha):
    prefix = "block_{}_".format(block_id)
    inputs, channels = x, x.shape[-1]
    pointwise = _make_divisible(int(filters * alpha))
    if expansion != 1:
        x = layers.Conv2D(expansion * channels, 1, padding="same", use_bias=False, name=prefix + "expand_conv")(x)
        x = layers.BatchNormalization(epsilon=1e-3, momentum=0.999, name=prefix + "expand_bn")(x)
        x = layers.ReLU(6.0, name=prefix + "expand_relu")(x)
    if stride == 2:
        x = layers.ZeroPadding2D(padding=correct_pad(x, 3), name=prefix + "pad")(x)
    x = layers.DepthwiseConv2D(3, strides=stride, use_bias=False, padding="same" if stride == 1 else "valid",
                               name=prefix + "depthwise")(x)
    x = layers.BatchNormalization(name=prefix + "depthwise_bn")(x)
    x = layers.ReLU(6.0)(x)
    if squeeze:
        x = squeeze_excite(x, 0.25, prefix)
    x = layers.Conv2D(pointwise, 1, padding="same", use_bias=False, name=prefix + "project")(x)
    x = layers.BatchNormalization(name=prefix + "project_bn")(x)
    if channels == pointwise and stride == 1:
        x = layers.Add(name=prefix + "add")([inputs, x])
    return x


def MobileLike(input_shape=(65, 97, 3), alpha=0.75, classes=7, dropout=1e-3):
    img_input = layers.Input(shape=input_shape)
    x = layers.Conv2D(_make_divisible(32 * alpha), 3, strides=(2, 2), padding="same", use_bias=False, name="Conv1")(img_input)
    x = layers.ReLU(6.0)(layers.BatchNormalization(name="bn_Conv1")(x))
    block = 0
    for expansion, filters, repeats, stride, squeeze in TABLE:
        for n in range(repeats):
            x = inverted(x, expansion, filters, stride if n == 0 else 1, squeeze, block, alpha)
            block += 1
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(dropout)(x)
    x = layers.Conv2D(classes, 1, padding="same", name="logits")(x)
    x = layers.Flatten()(x)
    return models.Model(img_input, layers.Softmax()(x), name="mobile_like_%0.2f" % alpha)


model = MobileLike()
