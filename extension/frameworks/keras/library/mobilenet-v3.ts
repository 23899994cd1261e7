/** MobileNetV3Small and MobileNetV3Large. keras/src/applications/mobilenet_v3.py */
export const MOBILENET_V3 = /* python */ `
def _relu(x):
    return layers.ReLU()(x)


def _hard_swish(x):
    return layers.Activation('hard_swish')(x)


def _conv_norm(x, conv, norm, activation=None):
    x = layers.BatchNormalization(epsilon=1e-3, momentum=0.999, name=norm)(conv(x))
    return activation(x) if activation else x


def _inverted(x, expansion, filters, kernel, stride, gated, activation, i):
    kept, channels, prefix = x, x.shape[-1], f'expanded_conv_{i}_' if i else 'expanded_conv_'
    inner = _divisible(channels * expansion)
    if i:
        x = _conv_norm(x, layers.Conv2D(inner, 1, padding='same', use_bias=False, name=f'{prefix}expand'), f'{prefix}expand_bn',
                       activation)
    if stride == 2:
        x = layers.ZeroPadding2D(_correct_pad(x, kernel), name=f'{prefix}depthwise_pad')(x)
    x = _conv_norm(x, layers.DepthwiseConv2D(kernel, strides=stride, padding='same' if stride == 1 else 'valid', use_bias=False,
                                             name=f'{prefix}depthwise'), f'{prefix}depthwise_bn', activation)
    if gated:
        prefix_of_gate = f'{prefix}squeeze_excite'
        gate = layers.GlobalAveragePooling2D(keepdims=True, name=f'{prefix_of_gate}_avg_pool')(x)
        gate = layers.Conv2D(_divisible(inner * 0.25), 1, padding='same', name=f'{prefix_of_gate}_conv')(gate)
        gate = layers.ReLU(name=f'{prefix_of_gate}_relu')(gate)
        gate = layers.Conv2D(inner, 1, padding='same', name=f'{prefix_of_gate}_conv_1')(gate)
        gate = layers.ReLU(6.0)(gate + 3.0) * (1.0 / 6.0)
        x = layers.Multiply(name=f'{prefix_of_gate}_mul')([x, gate])
    x = _conv_norm(x, layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'{prefix}project'), f'{prefix}project_bn')
    return layers.Add(name=f'{prefix}add')([kept, x]) if stride == 1 and channels == filters else x


def _mobilenet_v3(blocks, last, input_shape, alpha, minimalistic, include_top, weights, input_tensor, classes, pooling,
                  dropout_rate, classifier_activation, include_preprocessing, name):
    if weights == 'imagenet' and include_top and classes != 1000:
        raise ValueError("With weights='imagenet' and include_top=True, classes must be 1000.")
    if weights == 'imagenet' and alpha not in ([1.0] if minimalistic else [0.75, 1.0]):
        raise ValueError("With weights='imagenet', alpha must be 0.75 or 1.0, and 1.0 if minimalistic.")
    if input_shape is None:
        input_shape = (None, None, 3) if input_tensor is None else (input_tensor.shape[2], input_tensor.shape[1], 3)
    rows, columns = input_shape[0], input_shape[1]
    if rows and columns and (rows < 32 or columns < 32):
        raise ValueError(f'The input must be at least 32x32, not {input_shape}.')
    image = x = Input(shape=input_shape) if input_tensor is None else input_tensor
    activation = _relu if minimalistic else _hard_swish
    if include_preprocessing:
        x = layers.Rescaling(scale=1.0 / 127.5, offset=-1.0)(x)
    x = _conv_norm(x, layers.Conv2D(16, 3, strides=2, padding='same', use_bias=False, name='conv'), 'conv_bn', activation)
    for i, (expansion, filters, wide, stride, gated, smooth) in enumerate(blocks):
        x = _inverted(x, expansion, _divisible(filters * alpha), 5 if wide and not minimalistic else 3, stride,
                      gated and not minimalistic, activation if smooth else _relu, i)
    x = _conv_norm(x, layers.Conv2D(_divisible(x.shape[-1] * 6), 1, padding='same', use_bias=False, name='conv_1'), 'conv_1_bn',
                   activation)
    if include_top:
        x = layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = layers.Conv2D(_divisible(last * alpha) if alpha > 1.0 else last, 1, padding='same', name='conv_2')(x)
        x = activation(x)
        if dropout_rate > 0:
            x = layers.Dropout(dropout_rate)(x)
        x = layers.Flatten()(layers.Conv2D(classes, 1, padding='same', name='logits')(x))
        x = layers.Activation(classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling, 'avg_pool', 'max_pool')
    return _model(image, input_tensor, x, name)


# [expansion, filters, kernel of 5, stride, with a gate, with hard_swish]
SMALL = [(1, 16, 0, 2, 1, 0), (72.0 / 16, 24, 0, 2, 0, 0), (88.0 / 24, 24, 0, 1, 0, 0), (4, 40, 1, 2, 1, 1), (6, 40, 1, 1, 1, 1),
         (6, 40, 1, 1, 1, 1), (3, 48, 1, 1, 1, 1), (3, 48, 1, 1, 1, 1), (6, 96, 1, 2, 1, 1), (6, 96, 1, 1, 1, 1), (6, 96, 1, 1, 1, 1)]
LARGE = [(1, 16, 0, 1, 0, 0), (4, 24, 0, 2, 0, 0), (3, 24, 0, 1, 0, 0), (3, 40, 1, 2, 1, 0), (3, 40, 1, 1, 1, 0), (3, 40, 1, 1, 1, 0),
         (6, 80, 0, 2, 0, 1), (2.5, 80, 0, 1, 0, 1), (2.3, 80, 0, 1, 0, 1), (2.3, 80, 0, 1, 0, 1), (6, 112, 0, 1, 1, 1),
         (6, 112, 0, 1, 1, 1), (6, 160, 1, 2, 1, 1), (6, 160, 1, 1, 1, 1), (6, 160, 1, 1, 1, 1)]
VARIANTS = {'MobileNetV3Small': (_mobilenet_v3, SMALL, 1024), 'MobileNetV3Large': (_mobilenet_v3, LARGE, 1280)}
`;
