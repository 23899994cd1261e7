/** VGG16 and VGG19. keras/src/applications/vgg16.py, vgg19.py */
export const VGG = /* python */ `
def _vgg(depths, include_top, weights, input_tensor, input_shape, pooling, classes, classifier_activation, name):
    image = x = _image(input_tensor, input_shape, 224, 32, include_top, weights, classes)
    for block, (filters, depth) in enumerate(zip([64, 128, 256, 512, 512], depths), 1):
        for i in range(1, depth + 1):
            x = layers.Conv2D(filters, 3, activation='relu', padding='same', name=f'block{block}_conv{i}')(x)
        x = layers.MaxPooling2D(2, strides=2, name=f'block{block}_pool')(x)
    if include_top:
        x = layers.Flatten(name='flatten')(x)
        x = layers.Dense(4096, activation='relu', name='fc1')(x)
        x = layers.Dense(4096, activation='relu', name='fc2')(x)
        x = layers.Dense(classes, activation=classifier_activation, name='predictions')(x)
    else:
        x = _pooled(x, pooling)
    return _model(image, input_tensor, x, name)


VARIANTS = {'VGG16': (_vgg, [2, 2, 3, 3, 3]), 'VGG19': (_vgg, [2, 2, 4, 4, 4])}
`;
