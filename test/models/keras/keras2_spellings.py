"""Names of long ago that still mean something: tensorflow.keras with positional strides, merge functions, Lambda with K."""
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.layers import *
from tensorflow.keras.models import *
from tensorflow.keras.optimizers import *

smooth = 1.


def dice_coef(y_true, y_pred):
    y_true_f, y_pred_f = K.flatten(y_true), K.flatten(y_pred)
    return (2. * K.sum(y_true_f * y_pred_f) + smooth) / (K.sum(y_true_f) + K.sum(y_pred_f) + smooth)


def unet(pretrained_weights=None, input_size=(48, 64, 1)):
    inputs = Input(input_size)
    conv1 = Conv2D(8, 3, activation='relu', padding='same', kernel_initializer='he_normal')(inputs)
    pool1 = MaxPooling2D(pool_size=(2, 2))(conv1)
    conv2 = Conv2D(16, 3, activation='relu', padding='same', kernel_initializer='he_normal')(pool1)
    drop2 = Dropout(0.5)(conv2)
    up3 = Conv2D(8, 2, activation='relu', padding='same')(UpSampling2D(size=(2, 2))(drop2))
    merge3 = concatenate([conv1, up3], axis=3)
    conv3 = Conv2D(8, 3, 1, 'same', activation='relu')(merge3)
    scaled = Lambda(lambda t: t / 255. * 2 - 1, name='scaled')(conv3)
    mean = Lambda(lambda t: K.mean(t, axis=-1, keepdims=True))(scaled)
    gate = multiply([conv3, mean])
    conv4 = Conv2D(1, 1, activation='sigmoid')(gate)
    model = Model(inputs=inputs, outputs=conv4)
    model.compile(optimizer=Adam(learning_rate=1e-4), loss='binary_crossentropy', metrics=[dice_coef])
    if pretrained_weights:
        model.load_weights(pretrained_weights)
    return model


model = unet()
