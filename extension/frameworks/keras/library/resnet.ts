/** ResNet50 to ResNet152 and their second version. keras/src/applications/resnet.py, resnet_v2.py */
export const RESNET = /* python */ `
def _norm(x, name):
    return layers.BatchNormalization(epsilon=1.001e-5, name=name)(x)


def _norm_relu(x, name):
    return layers.Activation('relu', name=f'{name}_relu')(_norm(x, f'{name}_bn'))


def _block_v1(x, filters, stride, shortcut, name):
    kept = x
    if shortcut:
        kept = _norm(layers.Conv2D(4 * filters, 1, strides=stride, name=f'{name}_0_conv')(x), f'{name}_0_bn')
    x = _norm_relu(layers.Conv2D(filters, 1, strides=stride, name=f'{name}_1_conv')(x), f'{name}_1')
    x = _norm_relu(layers.Conv2D(filters, 3, padding='SAME', name=f'{name}_2_conv')(x), f'{name}_2')
    x = _norm(layers.Conv2D(4 * filters, 1, name=f'{name}_3_conv')(x), f'{name}_3_bn')
    x = layers.Add(name=f'{name}_add')([kept, x])
    return layers.Activation('relu', name=f'{name}_out')(x)


def _block_v2(x, filters, stride, shortcut, name):
    first = _norm_relu(x, f'{name}_preact')
    if shortcut:
        kept = layers.Conv2D(4 * filters, 1, strides=stride, name=f'{name}_0_conv')(first)
    else:
        kept = layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = _norm_relu(layers.Conv2D(filters, 1, use_bias=False, name=f'{name}_1_conv')(first), f'{name}_1')
    x = layers.ZeroPadding2D(1, name=f'{name}_2_pad')(x)
    x = _norm_relu(layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=f'{name}_2_conv')(x), f'{name}_2')
    x = layers.Conv2D(4 * filters, 1, name=f'{name}_3_conv')(x)
    return layers.Add(name=f'{name}_out')([kept, x])


def _resnet(depths, second, include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation, name):
    image = _image(input_tensor, input_shape, 224, 32, include_top, weights, classes)
    x = layers.ZeroPadding2D(3, name='conv1_pad')(image)
    x = layers.Conv2D(64, 7, strides=2, name='conv1_conv')(x)
    if not second:
        x = _norm_relu(x, 'conv1')
    x = layers.ZeroPadding2D(1, name='pool1_pad')(x)
    x = layers.MaxPooling2D(3, strides=2, name='pool1_pool')(x)
    for stage, depth in enumerate(depths):
        for i in range(1, depth + 1):
            name_of_block = f'conv{stage + 2}_block{i}'
            if second:
                stride = 2 if i == depth and stage < 3 else 1
                x = _block_v2(x, 64 * 2**stage, stride, i == 1, name_of_block)
            else:
                x = _block_v1(x, 64 * 2**stage, 2 if i == 1 and stage > 0 else 1, i == 1, name_of_block)
    if second:
        x = _norm_relu(x, 'post')
    x = _head(x, include_top, pooling, classes, classifier_activation)
    return _model(image, input_tensor, x, name)


VARIANTS = {
    'ResNet50': (_resnet, [3, 4, 6, 3], False),
    'ResNet101': (_resnet, [3, 4, 23, 3], False),
    'ResNet152': (_resnet, [3, 8, 36, 3], False),
    'ResNet50V2': (_resnet, [3, 4, 6, 3], True),
    'ResNet101V2': (_resnet, [3, 4, 23, 3], True),
    'ResNet152V2': (_resnet, [3, 8, 36, 3], True),
}
`;
