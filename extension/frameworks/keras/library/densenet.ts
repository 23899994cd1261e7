/** DenseNet121, 169 and 201. keras/src/applications/densenet.py */
export const DENSENET = /* python */ `
def _norm_relu(x, name):
    x = layers.BatchNormalization(epsilon=1.001e-5, name=f'{name}_bn')(x)
    return layers.Activation('relu', name=f'{name}_relu')(x)


def _densenet(depths, include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation, name):
    image = _image(input_tensor, input_shape, 224, 32, include_top, weights, classes)
    x = layers.ZeroPadding2D(3)(image)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False, name='conv1_conv')(x)
    x = _norm_relu(x, 'conv1')
    x = layers.ZeroPadding2D(1)(x)
    x = layers.MaxPooling2D(3, strides=2, name='pool1')(x)
    for stage, depth in enumerate(depths, 2):
        if stage > 2:
            x = _norm_relu(x, f'pool{stage - 1}')
            x = layers.Conv2D(int(x.shape[-1] * 0.5), 1, use_bias=False, name=f'pool{stage - 1}_conv')(x)
            x = layers.AveragePooling2D(2, strides=2, name=f'pool{stage - 1}_pool')(x)
        for i in range(1, depth + 1):
            block = f'conv{stage}_block{i}'
            new = _norm_relu(x, f'{block}_0')
            new = layers.Conv2D(128, 1, use_bias=False, name=f'{block}_1_conv')(new)
            new = _norm_relu(new, f'{block}_1')
            new = layers.Conv2D(32, 3, padding='same', use_bias=False, name=f'{block}_2_conv')(new)
            x = layers.Concatenate(name=f'{block}_concat')([x, new])
    x = layers.BatchNormalization(epsilon=1.001e-5, name='bn')(x)
    x = layers.Activation('relu', name='relu')(x)
    x = _head(x, include_top, pooling, classes, classifier_activation)
    return _model(image, input_tensor, x, name)


VARIANTS = {
    'DenseNet121': (_densenet, [6, 12, 24, 16]),
    'DenseNet169': (_densenet, [6, 12, 32, 32]),
    'DenseNet201': (_densenet, [6, 12, 48, 32]),
}
`;
