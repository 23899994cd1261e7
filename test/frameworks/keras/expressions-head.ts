/** What stands above recorded Keras expressions: their imports, and `parts`, the tensors of a result one after another. */
export const EXPRESSIONS_HEAD = `
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from keras import random as krandom

K = tf.keras.backend

def parts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]
`;
