/** MobileNet and MobileNetV2. keras/src/applications/mobilenet.py, mobilenet_v2.py */
export const MOBILENET = /* python */ `
def _relu6(x, norm, relu, **options):
    return layers.ReLU(6.0, name=relu)(layers.BatchNormalization(name=norm, **options)(x))


def _mobilenet(input_shape, alpha, depth_multiplier, dropout, include_top, weights, input_tensor, pooling, classes,
               classifier_activation, name):
    side = _square(input_shape, None, [128, 160, 192, 224])
    image = _image(input_tensor, input_shape, side, 32, include_top, weights, classes)
    x = layers.Conv2D(int(32 * alpha), 3, padding='same', use_bias=False, strides=2, name='conv1')(image)
    x = _relu6(x, 'conv1_bn', 'conv1_relu')
    for i, filters in enumerate([64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024], 1):
        stride = 2 if i in (2, 4, 6, 12) else 1
        if stride == 2:
            x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f'conv_pad_{i}')(x)
        x = layers.DepthwiseConv2D(3, padding='same' if stride == 1 else 'valid', depth_multiplier=depth_multiplier,
                                   strides=stride, use_bias=False, name=f'conv_dw_{i}')(x)
        x = _relu6(x, f'conv_dw_{i}_bn', f'conv_dw_{i}_relu')
        x = layers.Conv2D(int(filters * alpha), 1, padding='same', use_bias=False, name=f'conv_pw_{i}')(x)
        x = _relu6(x, f'conv_pw_{i}_bn', f'conv_pw_{i}_relu')
    if include_top:
        x = layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = layers.Dropout(dropout, name='dropout')(x)
        x = layers.Conv2D(classes, 1, padding='same', name='conv_preds')(x)
        x = layers.Reshape((classes,), name='reshape_2')(x)
        x = layers.Activation(classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling)
    return _model(image, input_tensor, x, name or _named('mobilenet', alpha, input_shape, side, weights, include_top))


def _named(model, alpha, input_shape, side, weights, include_top):
    rows = input_shape[0] if input_shape else side if include_top else None
    return f'{model}_{alpha:0.2f}_{side if weights == "imagenet" else rows}'


def _inverted(x, expansion, stride, alpha, filters, i):
    options = {'epsilon': 1e-3, 'momentum': 0.999}
    kept, channels, prefix = x, x.shape[-1], f'block_{i}_' if i else 'expanded_conv_'
    out = _divisible(int(filters * alpha))
    if i:
        x = layers.Conv2D(expansion * channels, 1, padding='same', use_bias=False, name=f'{prefix}expand')(x)
        x = _relu6(x, f'{prefix}expand_BN', f'{prefix}expand_relu', **options)
    if stride == 2:
        x = layers.ZeroPadding2D(_correct_pad(x, 3), name=f'{prefix}pad')(x)
    x = layers.DepthwiseConv2D(3, strides=stride, use_bias=False, padding='same' if stride == 1 else 'valid',
                               name=f'{prefix}depthwise')(x)
    x = _relu6(x, f'{prefix}depthwise_BN', f'{prefix}depthwise_relu', **options)
    x = layers.Conv2D(out, 1, padding='same', use_bias=False, name=f'{prefix}project')(x)
    x = layers.BatchNormalization(name=f'{prefix}project_BN', **options)(x)
    return layers.Add(name=f'{prefix}add')([kept, x]) if channels == out and stride == 1 else x


def _mobilenet_v2(input_shape, alpha, include_top, weights, input_tensor, pooling, classes, classifier_activation, name):
    options = {'epsilon': 1e-3, 'momentum': 0.999}
    side = _square(input_shape, input_tensor, [96, 128, 160, 192, 224])
    image = _image(input_tensor, input_shape, side, 32, include_top, weights, classes)
    x = layers.Conv2D(_divisible(32 * alpha), 3, strides=2, padding='same', use_bias=False, name='Conv1')(image)
    x = _relu6(x, 'bn_Conv1', 'Conv1_relu', **options)
    stages = [(16, 1, 1, 1), (24, 2, 2, 6), (32, 3, 2, 6), (64, 4, 2, 6), (96, 3, 1, 6), (160, 3, 2, 6), (320, 1, 1, 6)]
    i = 0
    for filters, depth, stride, expansion in stages:
        for repeat in range(depth):
            x = _inverted(x, expansion, stride if repeat == 0 else 1, alpha, filters, i)
            i += 1
    last = _divisible(1280 * alpha) if alpha > 1.0 else 1280
    x = layers.Conv2D(last, 1, use_bias=False, name='Conv_1')(x)
    x = _relu6(x, 'Conv_1_bn', 'out_relu', **options)
    if include_top:
        x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling)
    return _model(image, input_tensor, x, name or _named('mobilenetv2', alpha, input_shape, side, weights, include_top))


VARIANTS = {'MobileNet': (_mobilenet,), 'MobileNetV2': (_mobilenet_v2,)}
`;
