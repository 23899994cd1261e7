/**
 * What all of keras.applications have in common: the input shape they take, their heads, their weights' demands.
 * keras/src/applications/imagenet_utils.py. Evaluated like a user's file; only what decides layers, shapes and errors is kept.
 */
export const SHARED = /* python */ `
from keras import Input, Model, Sequential, initializers, layers, ops


def _preprocess(x, mode):
    if mode == 'none':
        return x
    if mode == 'tf':
        return x / 127.5 - 1.0
    if mode == 'torch':
        x = x / 255.0
    else:
        x = ops.stack([x[..., i] for i in (2, 1, 0)], axis=-1)
    x = x + ops.ones((1,) * (len(x.shape) - 1) + (3,))
    return x / ops.ones((3,)) if mode == 'torch' else x


def _obtain_input_shape(input_shape, default_size, min_size, data_format, require_flatten=True, weights=None,
                        include_top=None):
    """What code written after keras.applications asks for too; its spelling in Keras 2.0 has include_top."""
    if include_top is not None:
        require_flatten = include_top
    trained = weights == 'imagenet'
    channels = input_shape[-1] if not trained and input_shape and len(input_shape) == 3 else 3
    default = (default_size, default_size, channels)
    if trained and require_flatten:
        if input_shape is not None and input_shape != default:
            raise ValueError(f"With weights='imagenet' and include_top=True, input_shape must be {default}, not {input_shape}.")
        return default
    if input_shape:
        if len(input_shape) != 3:
            raise ValueError('input_shape must be a tuple of three integers.')
        if trained and input_shape[-1] != 3:
            raise ValueError("With weights='imagenet', the input must have 3 channels.")
        if any(side is not None and side < min_size for side in input_shape[:2]):
            raise ValueError(f'The input must be at least {min_size}x{min_size}, not {input_shape}.')
    else:
        input_shape = default if require_flatten else (None, None, 3)
    if require_flatten and None in input_shape:
        raise ValueError('With include_top=True, input_shape must be given in full.')
    return input_shape


def _image(input_tensor, input_shape, size, least, include_top, weights, classes):
    if weights == 'imagenet' and include_top and classes != 1000:
        raise ValueError("With weights='imagenet' and include_top=True, classes must be 1000.")
    shape = _obtain_input_shape(input_shape, size, least, 'channels_last', include_top, weights)
    return Input(shape=shape) if input_tensor is None else input_tensor


def _square(input_shape, input_tensor, sizes):
    """The side of the images whose weights are taken."""
    rows = columns = None
    if input_shape is not None:
        rows, columns = input_shape[0], input_shape[1]
    elif input_tensor is not None:
        rows, columns = input_tensor.shape[1], input_tensor.shape[2]
    return rows if rows == columns and rows in sizes else 224


def _pooled(x, pooling, average=None, maximum=None):
    if pooling == 'avg':
        return layers.GlobalAveragePooling2D(name=average)(x)
    if pooling == 'max':
        return layers.GlobalMaxPooling2D(name=maximum)(x)
    return x


def _head(x, include_top, pooling, classes, activation, average='avg_pool', maximum='max_pool'):
    if not include_top:
        return _pooled(x, pooling, average, maximum)
    x = layers.GlobalAveragePooling2D(name='avg_pool')(x)
    return layers.Dense(classes, activation=activation, name='predictions')(x)


def _correct_pad(x, kernel_size):
    rows, columns = x.shape[1], x.shape[2]
    even = (1, 1) if rows is None else (1 - rows % 2, 1 - columns % 2)
    half = kernel_size // 2
    return ((half - even[0], half), (half - even[1], half))


def _divisible(value):
    """The nearest number of channels that is a multiple of 8, not less than nine tenths of the wanted one."""
    rounded = max(8, int(value + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * value else rounded


def _model(image, input_tensor, x, name):
    return Model(image if input_tensor is None else source_inputs(input_tensor), x, name=name)
`;
