/** InceptionV3 and InceptionResNetV2. keras/src/applications/inception_v3.py, inception_resnet_v2.py */
export const INCEPTION = /* python */ `
def _cbr(x, filters, rows, columns, padding='same', strides=1, name=None):
    x = layers.Conv2D(filters, (rows, columns), strides=strides, padding=padding, use_bias=False, name=name)(x)
    x = layers.BatchNormalization(axis=3, scale=False, name=name and f'{name}_bn')(x)
    return layers.Activation('relu', name=name and f'{name}_ac')(x)


def _chain(x, *steps):
    for filters, rows, columns in steps:
        x = _cbr(x, filters, rows, columns)
    return x


def _average(x, filters):
    x = layers.AveragePooling2D(3, strides=1, padding='same')(x)
    return _cbr(x, filters, 1, 1)


def _stem(image):
    x = _cbr(image, 32, 3, 3, 'valid', 2)
    x = _cbr(x, 32, 3, 3, 'valid')
    x = _cbr(x, 64, 3, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = _cbr(x, 80, 1, 1, 'valid')
    x = _cbr(x, 192, 3, 3, 'valid')
    return layers.MaxPooling2D(3, strides=2)(x)


def _inception_v3(include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation, name):
    image = _image(input_tensor, input_shape, 299, 75, include_top, weights, classes)
    x = _stem(image)
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


class CustomScaleLayer(layers.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale


def _residual(x, scale, name, branches, activation='relu'):
    mixed = layers.Concatenate(axis=3, name=f'{name}_mixed')([_chain(x, *branch) for branch in branches])
    up = layers.Conv2D(x.shape[3], 1, padding='same', name=f'{name}_conv')(mixed)
    x = CustomScaleLayer(scale)([x, up])
    return layers.Activation(activation, name=f'{name}_ac')(x) if activation else x


def _inception_resnet(include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation, name):
    image = _image(input_tensor, input_shape, 299, 75, include_top, weights, classes)
    x = _stem(image)
    branches = [_cbr(x, 96, 1, 1), _chain(x, (48, 1, 1), (64, 5, 5)), _chain(x, (64, 1, 1), (96, 3, 3), (96, 3, 3)),
                _average(x, 64)]
    x = layers.Concatenate(axis=3, name='mixed_5b')(branches)
    for i in range(1, 11):
        x = _residual(x, 0.17, f'block35_{i}', [[(32, 1, 1)], [(32, 1, 1), (32, 3, 3)], [(32, 1, 1), (48, 3, 3), (64, 3, 3)]])
    branches = [_cbr(x, 384, 3, 3, 'valid', 2), _cbr(_chain(x, (256, 1, 1), (256, 3, 3)), 384, 3, 3, 'valid', 2),
                layers.MaxPooling2D(3, strides=2)(x)]
    x = layers.Concatenate(axis=3, name='mixed_6a')(branches)
    for i in range(1, 21):
        x = _residual(x, 0.1, f'block17_{i}', [[(192, 1, 1)], [(128, 1, 1), (160, 1, 7), (192, 7, 1)]])
    branches = [_cbr(_cbr(x, 256, 1, 1), 384, 3, 3, 'valid', 2), _cbr(_cbr(x, 256, 1, 1), 288, 3, 3, 'valid', 2),
                _cbr(_chain(x, (256, 1, 1), (288, 3, 3)), 320, 3, 3, 'valid', 2), layers.MaxPooling2D(3, strides=2)(x)]
    x = layers.Concatenate(axis=3, name='mixed_7a')(branches)
    for i in range(1, 11):
        x = _residual(x, 0.2 if i < 10 else 1.0, f'block8_{i}', [[(192, 1, 1)], [(192, 1, 1), (224, 1, 3), (256, 3, 1)]],
                      'relu' if i < 10 else None)
    x = _cbr(x, 1536, 1, 1, name='conv_7b')
    x = _head(x, include_top, pooling, classes, classifier_activation, None, None)
    return _model(image, input_tensor, x, name)


VARIANTS = {'InceptionV3': (_inception_v3,), 'InceptionResNetV2': (_inception_resnet,)}
`;
