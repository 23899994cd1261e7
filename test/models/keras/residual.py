"""Residual blocks: Add, a projection where the shape changes, global pooling."""
from tensorflow.keras import layers, models, regularizers, initializers


def residual_block(x, filters, stride=1, kernel_initializer="he_normal"):
    shortcut = x
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False,
                      kernel_initializer=kernel_initializer, kernel_regularizer=regularizers.l2(1e-4))(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False, kernel_initializer=initializers.HeNormal())(y)
    y = layers.BatchNormalization()(y)
    if stride != 1 or x.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    y = layers.Add()([y, shortcut])
    return layers.ReLU()(y)


inputs = layers.Input(shape=(32, 32, 3))
x = layers.Conv2D(16, 3, padding="same")(inputs)
for i, (filters, blocks) in enumerate(zip([16, 32, 64], [2, 2, 2])):
    for j in range(blocks):
        x = residual_block(x, filters, stride=2 if i > 0 and j == 0 else 1)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(10, activation="softmax")(x)
resnet = models.Model(inputs=inputs, outputs=outputs, name="resnet_small")
