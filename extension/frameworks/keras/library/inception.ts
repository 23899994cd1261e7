/** InceptionV3. keras/src/applications/inception_v3.py */
export const INCEPTION = /* python */ `
def _cbr(x, filters, rows, columns, padding='same', strides=1):
    x = layers.Conv2D(filters, (rows, columns), strides=strides, padding=padding, use_bias=False)(x)
    x = layers.BatchNormalization(axis=3, scale=False)(x)
    return layers.Activation('relu')(x)


def _chain(x, *steps):
    for filters, rows, columns in steps:
        x = _cbr(x, filters, rows, columns)
    return x


def _average(x, filters):
    x = layers.AveragePooling2D(3, strides=1, padding='same')(x)
    return _cbr(x, filters, 1, 1)


def InceptionV3(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                classifier_activation='softmax', name='inception_v3'):
    image = _image(input_tensor, input_shape, 299, 75, include_top, weights, classes)
    x = _cbr(image, 32, 3, 3, 'valid', 2)
    x = _cbr(x, 32, 3, 3, 'valid')
    x = _cbr(x, 64, 3, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = _cbr(x, 80, 1, 1, 'valid')
    x = _cbr(x, 192, 3, 3, 'valid')
    x = layers.MaxPooling2D(3, strides=2)(x)
    for i, pooled in enumerate([32, 64, 64]):
        branches = [_cbr(x, 64, 1, 1), _chain(x, (48, 1, 1), (64, 5, 5)), _chain(x, (64, 1, 1), (96, 3, 3), (96, 3, 3)),
                    _average(x, pooled)]
        x = layers.concatenate(branches, axis=3, name=f'mixed{i}')
    branches = [_cbr(x, 384, 3, 3, 'valid', 2), _cbr(_chain(x, (64, 1, 1), (96, 3, 3)), 96, 3, 3, 'valid', 2),
                layers.MaxPooling2D(3, strides=2)(x)]
    x = layers.concatenate(branches, axis=3, name='mixed3')
    for i, n in enumerate([128, 160, 160, 192], 4):
        branches = [_cbr(x, 192, 1, 1), _chain(x, (n, 1, 1), (n, 1, 7), (192, 7, 1)),
                    _chain(x, (n, 1, 1), (n, 7, 1), (n, 1, 7), (n, 7, 1), (192, 1, 7)), _average(x, 192)]
        x = layers.concatenate(branches, axis=3, name=f'mixed{i}')
    branches = [_cbr(_cbr(x, 192, 1, 1), 320, 3, 3, 'valid', 2),
                _cbr(_chain(x, (192, 1, 1), (192, 1, 7), (192, 7, 1)), 192, 3, 3, 'valid', 2),
                layers.MaxPooling2D(3, strides=2)(x)]
    x = layers.concatenate(branches, axis=3, name='mixed8')
    for i in range(2):
        one = _cbr(x, 320, 1, 1)
        three = _cbr(x, 384, 1, 1)
        three = layers.concatenate([_cbr(three, 384, 1, 3), _cbr(three, 384, 3, 1)], axis=3, name=f'mixed9_{i}')
        double = _chain(x, (448, 1, 1), (384, 3, 3))
        double = layers.concatenate([_cbr(double, 384, 1, 3), _cbr(double, 384, 3, 1)], axis=3)
        x = layers.concatenate([one, three, double, _average(x, 192)], axis=3, name=f'mixed{9 + i}')
    x = _head(x, include_top, pooling, classes, classifier_activation, None, None)
    return _model(image, input_tensor, x, name)
`;
