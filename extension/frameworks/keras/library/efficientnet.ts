/** EfficientNet and its second version. keras/src/applications/efficientnet.py, efficientnet_v2.py */
export const EFFICIENTNET = /* python */ `
import math


def _conv_norm(x, conv, norm, activation=None):
    x = conv(x)
    x = layers.BatchNormalization(name=norm)(x)
    return layers.Activation('swish', name=activation)(x) if activation else x


def _joined(x, kept, drop, name, stride, before, after):
    if stride != 1 or before != after:
        return x
    if drop > 0:
        x = layers.Dropout(drop, noise_shape=(None, 1, 1, 1), name=f'{name}drop')(x)
    return layers.add([x, kept], name=f'{name}add')


def _mobile(x, drop, name, kernel, stride, before, after, expansion, padded=False, depthwise='dwconv'):
    kept, filters = x, before * expansion
    if expansion != 1:
        x = _conv_norm(x, layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'{name}expand_conv'),
                       f'{name}expand_bn', f'{name}expand_activation')
    if stride == 2 and not padded:
        x = layers.ZeroPadding2D(_correct_pad(x, kernel), name=f'{name}dwconv_pad')(x)
    padding = 'valid' if stride == 2 and not padded else 'same'
    x = _conv_norm(x, layers.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False, name=f'{name}{depthwise}'),
                   f'{name}bn', f'{name}activation')
    gate = layers.GlobalAveragePooling2D(name=f'{name}se_squeeze')(x)
    gate = layers.Reshape((1, 1, filters), name=f'{name}se_reshape')(gate)
    gate = layers.Conv2D(max(1, int(before * 0.25)), 1, padding='same', activation='swish', name=f'{name}se_reduce')(gate)
    gate = layers.Conv2D(filters, 1, padding='same', activation='sigmoid', name=f'{name}se_expand')(gate)
    x = layers.multiply([x, gate], name=f'{name}se_excite')
    x = _conv_norm(x, layers.Conv2D(after, 1, padding='same', use_bias=False, name=f'{name}project_conv'), f'{name}project_bn')
    return _joined(x, kept, drop, name, stride, before, after)


def _top(image, x, filters, dropout, include_top, input_tensor, pooling, classes, classifier_activation, name):
    x = _conv_norm(x, layers.Conv2D(filters, 1, padding='same', use_bias=False, name='top_conv'), 'top_bn', 'top_activation')
    if include_top:
        x = layers.GlobalAveragePooling2D(name='avg_pool')(x)
        x = layers.Dropout(dropout, name='top_dropout')(x)
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling, 'avg_pool', 'max_pool')
    return _model(image, input_tensor, x, name)


def _efficientnet(wider, deeper, size, dropout, include_top, weights, input_tensor, input_shape, pooling, classes,
                  classifier_activation, name):
    image = _image(input_tensor, input_shape, size, 32, include_top, weights, classes)

    def width(filters):
        return int(_divisible(filters * wider))

    x = layers.Rescaling(1.0 / 255.0)(image)
    x = layers.Normalization(axis=3)(x)
    if weights == 'imagenet':
        x = layers.Rescaling([1.0 / math.sqrt(deviation) for deviation in [0.229, 0.224, 0.225]])(x)
    x = layers.ZeroPadding2D(_correct_pad(x, 3), name='stem_conv_pad')(x)
    x = _conv_norm(x, layers.Conv2D(width(32), 3, strides=2, use_bias=False, name='stem_conv'), 'stem_bn', 'stem_activation')
    stages = [(3, 1, 32, 16, 1, 1), (3, 2, 16, 24, 6, 2), (5, 2, 24, 40, 6, 2), (3, 3, 40, 80, 6, 2), (5, 3, 80, 112, 6, 1),
              (5, 4, 112, 192, 6, 2), (3, 1, 192, 320, 6, 1)]
    depths = [math.ceil(deeper * stage[1]) for stage in stages]
    done = 0
    for i, (kernel, _, before, after, expansion, stride) in enumerate(stages):
        for j in range(depths[i]):
            x = _mobile(x, 0.2 * done / sum(depths), f'block{i + 1}{chr(j + 97)}_', kernel, stride if j == 0 else 1,
                        width(before if j == 0 else after), width(after), expansion)
            done += 1
    return _top(image, x, width(1280), dropout, include_top, input_tensor, pooling, classes, classifier_activation, name)


def _fused(x, drop, name, kernel, stride, before, after, expansion):
    kept = x
    if expansion != 1:
        x = _conv_norm(x, layers.Conv2D(before * expansion, kernel, strides=stride, padding='same', use_bias=False,
                                        name=f'{name}expand_conv'), f'{name}expand_bn', f'{name}expand_activation')
        kernel = stride_of_projection = 1
    else:
        stride_of_projection = stride
    x = _conv_norm(x, layers.Conv2D(after, kernel, strides=stride_of_projection, padding='same', use_bias=False,
                                    name=f'{name}project_conv'),
                   f'{name}project_bn', f'{name}project_activation' if expansion == 1 else None)
    return _joined(x, kept, drop, name, stride, before, after)


# What the second version's variants consist of: [fused, depth, before, after, expansion, stride].
SMALLEST = [(1, 1, 32, 16, 1, 1), (1, 2, 16, 32, 4, 2), (1, 2, 32, 48, 4, 2), (0, 3, 48, 96, 4, 2), (0, 5, 96, 112, 6, 1),
            (0, 8, 112, 192, 6, 2)]
STAGES = {
    **{f'efficientnetv2-b{i}': SMALLEST for i in range(4)},
    'efficientnetv2-s': [(1, 2, 24, 24, 1, 1), (1, 4, 24, 48, 4, 2), (1, 4, 48, 64, 4, 2), (0, 6, 64, 128, 4, 2),
                         (0, 9, 128, 160, 6, 1), (0, 15, 160, 256, 6, 2)],
    'efficientnetv2-m': [(1, 3, 24, 24, 1, 1), (1, 5, 24, 48, 4, 2), (1, 5, 48, 80, 4, 2), (0, 7, 80, 160, 4, 2),
                         (0, 14, 160, 176, 6, 1), (0, 18, 176, 304, 6, 2), (0, 5, 304, 512, 6, 1)],
    'efficientnetv2-l': [(1, 4, 32, 32, 1, 1), (1, 7, 32, 64, 4, 2), (1, 7, 64, 96, 4, 2), (0, 10, 96, 192, 4, 2),
                         (0, 19, 192, 224, 6, 1), (0, 25, 224, 384, 6, 2), (0, 7, 384, 640, 6, 1)],
}


def _efficientnet_v2(wider, deeper, size, include_top, weights, input_tensor, input_shape, pooling, classes,
                     classifier_activation, include_preprocessing, name):
    # As in Keras, the name tells which blocks are meant, and another name is a KeyError.
    stages = STAGES[name]
    image = x = _image(input_tensor, input_shape, size, 32, include_top, weights, classes)

    def width(filters):
        return max(8, int(filters * wider + 4) // 8 * 8)

    channels = input_shape[-1] if input_shape else 3
    if include_preprocessing and name.split('-')[-1].startswith('b') and channels == 3:
        x = layers.Rescaling(scale=1.0 / 255)(x)
        x = layers.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.229**2, 0.224**2, 0.225**2], axis=3)(x)
    elif include_preprocessing:
        x = layers.Rescaling(scale=1.0 / 128.0, offset=-1)(x)
    x = _conv_norm(x, layers.Conv2D(width(stages[0][2]), 3, strides=2, padding='same', use_bias=False, name='stem_conv'),
                   'stem_bn', 'stem_activation')
    total, done = sum(stage[1] for stage in stages), 0
    for i, (fused, depth, before, after, expansion, stride) in enumerate(stages):
        for j in range(math.ceil(deeper * depth)):
            block = _fused if fused else _mobile
            more = {} if fused else {'padded': True, 'depthwise': 'dwconv2'}
            x = block(x, 0.2 * done / total, f'block{i + 1}{chr(j + 97)}_', 3, stride if j == 0 else 1,
                      width(before if j == 0 else after), width(after), expansion, **more)
            done += 1
    return _top(image, x, width(1280), 0.2, include_top, input_tensor, pooling, classes, classifier_activation, name)


VARIANTS = {
    'EfficientNetB0': (_efficientnet, 1.0, 1.0, 224, 0.2),
    'EfficientNetB1': (_efficientnet, 1.0, 1.1, 240, 0.2),
    'EfficientNetB2': (_efficientnet, 1.1, 1.2, 260, 0.3),
    'EfficientNetB3': (_efficientnet, 1.2, 1.4, 300, 0.3),
    'EfficientNetB4': (_efficientnet, 1.4, 1.8, 380, 0.4),
    'EfficientNetB5': (_efficientnet, 1.6, 2.2, 456, 0.4),
    'EfficientNetB6': (_efficientnet, 1.8, 2.6, 528, 0.5),
    'EfficientNetB7': (_efficientnet, 2.0, 3.1, 600, 0.5),
    'EfficientNetV2B0': (_efficientnet_v2, 1.0, 1.0, 224),
    'EfficientNetV2B1': (_efficientnet_v2, 1.0, 1.1, 240),
    'EfficientNetV2B2': (_efficientnet_v2, 1.1, 1.2, 260),
    'EfficientNetV2B3': (_efficientnet_v2, 1.2, 1.4, 300),
    'EfficientNetV2S': (_efficientnet_v2, 1.0, 1.0, 384),
    'EfficientNetV2M': (_efficientnet_v2, 1.0, 1.0, 480),
    'EfficientNetV2L': (_efficientnet_v2, 1.0, 1.0, 480),
}
`;
