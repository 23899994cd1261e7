/** NASNetMobile and NASNetLarge. keras/src/applications/nasnet.py */
export const NASNET = /* python */ `
def _norm(x, name):
    return layers.BatchNormalization(momentum=0.9997, epsilon=1e-3, name=name)(x)


def _projection(x, filters, conv, norm):
    return _norm(layers.Conv2D(filters, 1, padding='same', use_bias=False, name=conv)(x), norm)


def _separable(x, filters, kernel, name, stride=1):
    x = layers.Activation('relu')(x)
    if stride == 2:
        x = layers.ZeroPadding2D(_correct_pad(x, kernel), name=f'separable_conv_1_pad_{name}')(x)
    x = layers.SeparableConv2D(filters, kernel, strides=stride, padding='valid' if stride == 2 else 'same', use_bias=False,
                               name=f'separable_conv_1_{name}')(x)
    x = layers.Activation('relu')(_norm(x, f'separable_conv_1_bn_{name}'))
    x = layers.SeparableConv2D(filters, kernel, padding='same', use_bias=False, name=f'separable_conv_2_{name}')(x)
    return _norm(x, f'separable_conv_2_bn_{name}')


def _adjust(p, x, filters, name):
    """The output of the last cell but one in the size of the last."""
    if p is None:
        return x
    if p.shape[-2] != x.shape[-2]:
        p = layers.Activation('relu', name=f'adjust_relu_1_{name}')(p)
        halves = []
        for i in (1, 2):
            half = p
            if i == 2:
                half = layers.Cropping2D(((1, 0), (1, 0)))(layers.ZeroPadding2D(((0, 1), (0, 1)))(p))
            half = layers.AveragePooling2D(1, strides=2, name=f'adjust_avg_pool_{i}_{name}')(half)
            halves.append(layers.Conv2D(filters // 2, 1, padding='same', use_bias=False, name=f'adjust_conv_{i}_{name}')(half))
        return _norm(layers.concatenate(halves), f'adjust_bn_{name}')
    if p.shape[-1] != filters:
        return _projection(layers.Activation('relu')(p), filters, f'adjust_conv_projection_{name}', f'adjust_bn_{name}')
    return p


def _normal(x, p, filters, name):
    def average(of, i):
        return layers.AveragePooling2D(3, strides=1, padding='same', name=f'normal_{i}_{name}')(of)

    p = _adjust(p, x, filters, name)
    h = _projection(layers.Activation('relu')(x), filters, f'normal_conv_1_{name}', f'normal_bn_1_{name}')
    one = [_separable(h, filters, 5, f'normal_left1_{name}'), _separable(p, filters, 3, f'normal_right1_{name}')]
    one = layers.add(one, name=f'normal_add_1_{name}')
    two = [_separable(p, filters, 5, f'normal_left2_{name}'), _separable(p, filters, 3, f'normal_right2_{name}')]
    two = layers.add(two, name=f'normal_add_2_{name}')
    three = layers.add([average(h, 'left3'), p], name=f'normal_add_3_{name}')
    four = layers.add([average(p, 'left4'), average(p, 'right4')], name=f'normal_add_4_{name}')
    five = layers.add([_separable(h, filters, 3, f'normal_left5_{name}'), h], name=f'normal_add_5_{name}')
    return layers.concatenate([p, one, two, three, four, five], name=f'normal_concat_{name}'), x


def _reduction(x, p, filters, name):
    def separable(of, kernel, side):
        return _separable(of, filters, kernel, f'reduction_{side}_{name}', 2)

    p = _adjust(p, x, filters, name)
    h = _projection(layers.Activation('relu')(x), filters, f'reduction_conv_1_{name}', f'reduction_bn_1_{name}')
    padded = layers.ZeroPadding2D(_correct_pad(h, 3), name=f'reduction_pad_1_{name}')(h)
    one = layers.add([separable(h, 5, 'left1'), separable(p, 7, 'right1')], name=f'reduction_add_1_{name}')
    pooled = layers.MaxPooling2D(3, strides=2, name=f'reduction_left2_{name}')(padded)
    two = layers.add([pooled, separable(p, 7, 'right2')], name=f'reduction_add_2_{name}')
    pooled = layers.AveragePooling2D(3, strides=2, name=f'reduction_left3_{name}')(padded)
    three = layers.add([pooled, separable(p, 5, 'right3')], name=f'reduction_add3_{name}')
    pooled = layers.AveragePooling2D(3, strides=1, padding='same', name=f'reduction_left4_{name}')(one)
    four = layers.add([two, pooled])
    five = [_separable(one, filters, 3, f'reduction_left4_{name}'),
            layers.MaxPooling2D(3, strides=2, name=f'reduction_right5_{name}')(padded)]
    five = layers.add(five, name=f'reduction_add4_{name}')
    return layers.concatenate([two, three, four, five], name=f'reduction_concat_{name}'), x


def _nasnet(size, penultimate, blocks, stem, skip, input_shape, include_top, weights, input_tensor, pooling, classes,
            classifier_activation, name):
    if size == 224 and not include_top and input_shape is None:
        input_shape = (224, 224, 3)
    if weights == 'imagenet' and input_shape and None in input_shape:
        raise ValueError("With weights='imagenet', input_shape must be given in full.")
    image = _image(input_tensor, input_shape, size, 32, include_top, weights, classes)
    filters = penultimate // 24
    x = layers.Conv2D(stem, 3, strides=2, use_bias=False, name='stem_conv1')(image)
    x = _norm(x, 'stem_bn1')
    x, p = _reduction(x, None, filters // 4, 'stem_1')
    x, p = _reduction(x, p, filters // 2, 'stem_2')
    for stage in range(3):
        if stage > 0:
            x, before = _reduction(x, p, filters * 2**stage, f'reduce_{stage * blocks}')
            p = p if skip else before
        for i in range(blocks):
            x, p = _normal(x, p, filters * 2**stage, f'{stage * blocks + i + min(stage, 1)}')
    x = layers.Activation('relu')(x)
    if include_top:
        x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling)
    return _model(image, input_tensor, x, name)


VARIANTS = {'NASNetMobile': (_nasnet, 224, 1056, 4, 32, False), 'NASNetLarge': (_nasnet, 331, 4032, 6, 96, True)}
`;
