/** EfficientNetB0 to B7. keras/src/applications/efficientnet.py */
export const EFFICIENTNET = /* python */ `
import math


def _conv_norm(x, conv, norm, activation=None):
    x = conv(x)
    x = layers.BatchNormalization(name=norm)(x)
    return layers.Activation('swish', name=activation)(x) if activation else x


def _mobile(x, drop, name, kernel, stride, before, after, expansion):
    kept, filters = x, before * expansion
    if expansion != 1:
        x = _conv_norm(x, layers.Conv2D(filters, 1, padding='same', use_bias=False, name=f'{name}expand_conv'),
                       f'{name}expand_bn', f'{name}expand_activation')
    if stride == 2:
        x = layers.ZeroPadding2D(_correct_pad(x, kernel), name=f'{name}dwconv_pad')(x)
    x = _conv_norm(x, layers.DepthwiseConv2D(kernel, strides=stride, padding='valid' if stride == 2 else 'same', use_bias=False,
                                             name=f'{name}dwconv'), f'{name}bn', f'{name}activation')
    gate = layers.GlobalAveragePooling2D(name=f'{name}se_squeeze')(x)
    gate = layers.Reshape((1, 1, filters), name=f'{name}se_reshape')(gate)
    gate = layers.Conv2D(max(1, int(before * 0.25)), 1, padding='same', activation='swish', name=f'{name}se_reduce')(gate)
    gate = layers.Conv2D(filters, 1, padding='same', activation='sigmoid', name=f'{name}se_expand')(gate)
    x = layers.multiply([x, gate], name=f'{name}se_excite')
    x = _conv_norm(x, layers.Conv2D(after, 1, padding='same', use_bias=False, name=f'{name}project_conv'), f'{name}project_bn')
    if stride == 1 and before == after:
        if drop > 0:
            x = layers.Dropout(drop, noise_shape=(None, 1, 1, 1), name=f'{name}drop')(x)
        x = layers.add([x, kept], name=f'{name}add')
    return x


def _efficientnet(wider, deeper, size, dropout, include_top, weights, input_tensor, input_shape, pooling, classes,
                  classifier_activation, name):
    image = _image(input_tensor, input_shape, size, 32, include_top, weights, classes)

    def width(filters):
        filters *= wider
        rounded = max(8, int(filters + 4) // 8 * 8)
        return int(rounded + 8 if rounded < 0.9 * filters else rounded)

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
    x = _conv_norm(x, layers.Conv2D(width(1280), 1, padding='same', use_bias=False, name='top_conv'), 'top_bn', 'top_activation')
    if include_top:
        x = layers.GlobalAveragePooling2D(name='avg_pool')(x)
        x = layers.Dropout(dropout, name='top_dropout')(x)
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling, 'avg_pool', 'max_pool')
    return _model(image, input_tensor, x, name)


def EfficientNetB0(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb0'):
    return _efficientnet(1.0, 1.0, 224, 0.2, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB1(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb1'):
    return _efficientnet(1.0, 1.1, 240, 0.2, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb2'):
    return _efficientnet(1.1, 1.2, 260, 0.3, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB3(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb3'):
    return _efficientnet(1.2, 1.4, 300, 0.3, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB4(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb4'):
    return _efficientnet(1.4, 1.8, 380, 0.4, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB5(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb5'):
    return _efficientnet(1.6, 2.2, 456, 0.4, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB6(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb6'):
    return _efficientnet(1.8, 2.6, 528, 0.5, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)


def EfficientNetB7(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                   classifier_activation='softmax', name='efficientnetb7'):
    return _efficientnet(2.0, 3.1, 600, 0.5, include_top, weights, input_tensor, input_shape, pooling, classes,
                   classifier_activation, name)
`;
