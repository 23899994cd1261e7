/**
 * Layers of tensorflow_addons and keras_contrib, as code for TensorFlow 2 and Keras 2 uses them. Short Python of our own, evaluated like a
 * user's file. tensorflow_addons/layers/{normalizations,stochastic_depth,gelu}.py, keras_contrib/layers/normalization/instancenormalization.py
 */
export const ADDONS = /* python */ `
from keras import activations, layers

GroupNormalization = layers.GroupNormalization
SpectralNormalization = layers.SpectralNormalization


class InstanceNormalization(layers.GroupNormalization):
    def __init__(self, **kwargs):
        kwargs['groups'] = -1
        super().__init__(**kwargs)


class GELU(layers.Layer):
    def __init__(self, approximate=True, **kwargs):
        super().__init__(**kwargs)
        self.approximate = approximate

    def call(self, inputs):
        return activations.gelu(inputs, approximate=self.approximate)


class StochasticDepth(layers.Layer):
    def __init__(self, survival_probability=0.5, **kwargs):
        super().__init__(**kwargs)
        self.survival_probability = survival_probability

    def call(self, x, training=None):
        if not isinstance(x, list) or len(x) != 2:
            raise ValueError('input must be a list of length 2.')
        shortcut, residual = x
        return shortcut + self.survival_probability * residual
`;

export const CONTRIB = /* python */ `
from keras import layers, ops

GroupNormalization = layers.GroupNormalization


class InstanceNormalization(layers.Layer):
    def __init__(self, axis=None, epsilon=1e-3, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones',
                 beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.epsilon = epsilon
        self.center = center
        self.scale = scale

    def build(self, input_shape):
        if self.axis == 0:
            raise ValueError('Axis cannot be zero')
        if self.axis is not None and len(input_shape) == 2:
            raise ValueError('Cannot specify axis for rank 1 tensor')
        shape = (1,) if self.axis is None else (input_shape[self.axis],)
        self.gamma = self.add_weight(shape=shape, name='gamma') if self.scale else None
        self.beta = self.add_weight(shape=shape, name='beta') if self.center else None
        self.built = True

    def call(self, inputs, training=None):
        rank = len(inputs.shape)
        kept = None if self.axis is None else self.axis % rank
        mean, variance = ops.moments(inputs, [axis for axis in range(1, rank) if axis != kept], keepdims=True)
        normed = (inputs - mean) / (ops.sqrt(variance) + self.epsilon)
        broadcast = [inputs.shape[axis] if axis == kept else 1 for axis in range(rank)]
        if self.scale:
            normed = normed * ops.reshape(self.gamma, broadcast)
        if self.center:
            normed = normed + ops.reshape(self.beta, broadcast)
        return normed
`;
