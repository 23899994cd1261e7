/** ConvNeXt. keras/src/applications/convnext.py */
export const CONVNEXT = /* python */ `
class LayerScale(layers.Layer):
    def __init__(self, init_values, projection_dim, **kwargs):
        super().__init__(**kwargs)
        self.init_values, self.projection_dim = init_values, projection_dim

    def build(self, _):
        self.gamma = self.add_weight(shape=(self.projection_dim,), initializer=initializers.Constant(self.init_values))

    def call(self, x):
        return x * self.gamma


def _block(x, width, name):
    new = layers.Conv2D(width, 7, padding='same', groups=width, name=f'{name}_depthwise_conv')(x)
    new = layers.LayerNormalization(epsilon=1e-6, name=f'{name}_layernorm')(new)
    new = layers.Dense(4 * width, name=f'{name}_pointwise_conv_1')(new)
    new = layers.Activation('gelu', name=f'{name}_gelu')(new)
    new = layers.Dense(width, name=f'{name}_pointwise_conv_2')(new)
    new = LayerScale(1e-6, width, name=f'{name}_layer_scale')(new)
    return x + layers.Activation('linear', name=f'{name}_identity')(new)


def _convnext(depths, widths, include_top, include_preprocessing, weights, input_tensor, input_shape, pooling, classes,
              classifier_activation, name):
    image = x = _image(input_tensor, input_shape, 224, 32, include_top, weights, classes)
    if include_preprocessing and (input_shape[-1] if input_shape else 3) == 3:
        mean, variance = [0.485 * 255, 0.456 * 255, 0.406 * 255], [(0.229 * 255) ** 2, (0.224 * 255) ** 2, (0.225 * 255) ** 2]
        x = layers.Normalization(mean=mean, variance=variance, name=f'{name}_prestem_normalization')(x)
    downsampling = [Sequential([layers.Conv2D(widths[0], 4, strides=4, name=f'{name}_stem_conv'),
                                layers.LayerNormalization(epsilon=1e-6, name=f'{name}_stem_layernorm')], name=f'{name}_stem')]
    for i in range(3):
        downsampling.append(Sequential([
            layers.LayerNormalization(epsilon=1e-6, name=f'{name}_downsampling_layernorm_{i}'),
            layers.Conv2D(widths[i + 1], 2, strides=2, name=f'{name}_downsampling_conv_{i}'),
        ], name=f'{name}_downsampling_block_{i}'))
    for i in range(4):
        x = downsampling[i](x)
        for j in range(depths[i]):
            x = _block(x, widths[i], f'{name}_stage_{i}_block_{j}')
    if include_top:
        x = layers.GlobalAveragePooling2D(name=f'{name}_head_gap')(x)
        x = layers.LayerNormalization(epsilon=1e-6, name=f'{name}_head_layernorm')(x)
        x = layers.Dense(classes, activation=classifier_activation, name=f'{name}_head_dense')(x)
    else:
        x = layers.LayerNormalization(epsilon=1e-6)(_pooled(x, pooling))
    return _model(image, input_tensor, x, name)


VARIANTS = {
    'ConvNeXtTiny': (_convnext, [3, 3, 9, 3], [96, 192, 384, 768]),
    'ConvNeXtSmall': (_convnext, [3, 3, 27, 3], [96, 192, 384, 768]),
    'ConvNeXtBase': (_convnext, [3, 3, 27, 3], [128, 256, 512, 1024]),
    'ConvNeXtLarge': (_convnext, [3, 3, 27, 3], [192, 384, 768, 1536]),
    'ConvNeXtXLarge': (_convnext, [3, 3, 27, 3], [256, 512, 1024, 2048]),
}
`;
