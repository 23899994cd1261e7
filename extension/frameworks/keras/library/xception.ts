/** Xception. keras/src/applications/xception.py */
export const XCEPTION = /* python */ `
def _separable(x, filters, name, before=None, after=False):
    if before:
        x = layers.Activation('relu', name=before)(x)
    x = layers.SeparableConv2D(filters, 3, padding='same', use_bias=False, name=name)(x)
    x = layers.BatchNormalization(name=f'{name}_bn')(x)
    return layers.Activation('relu', name=f'{name}_act')(x) if after else x


def _xception(include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation, name):
    image = x = _image(input_tensor, input_shape, 299, 71, include_top, weights, classes)
    for i, (filters, stride) in enumerate([(32, 2), (64, 1)], 1):
        x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=f'block1_conv{i}')(x)
        x = layers.BatchNormalization(name=f'block1_conv{i}_bn')(x)
        x = layers.Activation('relu', name=f'block1_conv{i}_act')(x)
    for block in (2, 3, 4, *range(5, 13), 13):
        kept = x
        prefix = f'block{block}'
        if 5 <= block <= 12:
            for i in (1, 2, 3):
                x = _separable(x, 728, f'{prefix}_sepconv{i}', f'{prefix}_sepconv{i}_act')
            x = layers.add([x, kept])
            continue
        first, filters = {2: (128, 128), 3: (256, 256), 4: (728, 728), 13: (728, 1024)}[block]
        kept = layers.Conv2D(filters, 1, strides=2, padding='same', use_bias=False)(x)
        kept = layers.BatchNormalization()(kept)
        x = _separable(x, first, f'{prefix}_sepconv1', None if block == 2 else f'{prefix}_sepconv1_act')
        x = _separable(x, filters, f'{prefix}_sepconv2', f'{prefix}_sepconv2_act')
        x = layers.MaxPooling2D(3, strides=2, padding='same', name=f'{prefix}_pool')(x)
        x = layers.add([x, kept])
    x = _separable(x, 1536, 'block14_sepconv1', after=True)
    x = _separable(x, 2048, 'block14_sepconv2', after=True)
    x = _head(x, include_top, pooling, classes, classifier_activation, None, None)
    return _model(image, input_tensor, x, name)


VARIANTS = {'Xception': (_xception,)}
`;
