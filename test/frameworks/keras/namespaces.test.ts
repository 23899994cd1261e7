/** Names of Keras that build no layer: code that uses them is read to its end, without a finding, and its model is what it is. */
import assert from 'node:assert/strict';
import { analyzeText } from '../analyzer.ts';

const TEXT = `
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from keras.callbacks import Callback, EarlyStopping, LearningRateScheduler, ModelCheckpoint
from keras.constraints import Constraint, max_norm
from keras.initializers import Initializer, RandomNormal
from keras.losses import BinaryCrossentropy, Loss
from keras.metrics import MeanIoU, Metric
from keras.mixed_precision import set_global_policy
from keras.optimizers import Adam
from keras.optimizers.schedules import ExponentialDecay
from keras.preprocessing.image import ImageDataGenerator, img_to_array, load_img
from keras.preprocessing.sequence import pad_sequences
from keras.regularizers import Regularizer, l2
from keras.saving import load_model, register_keras_serializable
from keras.utils import get_file, image_dataset_from_directory, plot_model, to_categorical
from tensorflow.keras import backend as K

set_global_policy("mixed_float16")
keras.utils.set_random_seed(1)
tf.random.set_seed(1)
for gpu in tf.config.experimental.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
strategy = tf.distribute.MirroredStrategy()
path = get_file("x.txt", origin="somewhere", untar=True)
data = image_dataset_from_directory("pictures", image_size=(32, 32), batch_size=8)
data = data.map(lambda a, b: (a / 255.0, b)).prefetch(tf.data.AUTOTUNE).cache().shuffle(10)


@register_keras_serializable(package="own")
class Scale(layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


class Sparse(Regularizer):
    def __call__(self, x):
        return 0.1 * ops.sum(ops.abs(x))


class Squares(Loss):
    def call(self, true, told):
        return ops.mean(ops.square(true - told))


class Total(Metric):
    def __init__(self, name="total", **kwargs):
        super().__init__(name=name, **kwargs)
        self.total = self.add_weight(name="t", initializer="zeros")

    def update_state(self, true, told, sample_weight=None):
        self.total.assign_add(ops.sum(true))

    def result(self):
        return self.total


class Telling(Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(self.model.name)


class Ones(Initializer):
    def __call__(self, shape, dtype=None):
        return ops.ones(shape)


class Clip(Constraint):
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, w):
        return K.clip(w, -self.limit, self.limit)


with strategy.scope(), tf.device("/cpu:0"), tf.name_scope("own"):
    inputs = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, kernel_regularizer=l2(1e-4), kernel_constraint=max_norm(2.0), bias_regularizer=Sparse(),
                      kernel_initializer=RandomNormal(0.0, 0.02))(inputs)
    x = layers.Conv2D(8, 3, kernel_initializer=Ones(), kernel_constraint=Clip(0.01))(x)
    x = layers.Activation(keras.activations.swish)(Scale()(x))
    model = keras.Model(inputs, layers.Dense(10, activation=tf.nn.softmax, dtype="float32")(x))

optimizer = Adam(learning_rate=ExponentialDecay(1e-3, 100, 0.9), beta_1=0.5, clipnorm=1.0)
model.compile(optimizer=optimizer, loss=[BinaryCrossentropy(from_logits=True), Squares()], metrics=[MeanIoU(2), Total()])
plot_model(model, to_file="model.png", show_shapes=True)
history = model.fit(data, epochs=2, callbacks=[EarlyStopping(), ModelCheckpoint("x.h5"), Telling(),
                                                LearningRateScheduler(lambda epoch: 1e-3 * 0.9**epoch)])
model.save("x.keras")
again = load_model("x.keras", custom_objects={"Scale": Scale})
generator = ImageDataGenerator(rescale=1.0 / 255).flow_from_directory("x", target_size=(32, 32))
words = pad_sequences([[1, 2]], maxlen=20)
picture = img_to_array(load_img("x.png", target_size=(32, 32)))
mean = keras.metrics.Mean()
mean.update_state(1.0)
value = float(mean.result())
labels = keras.Input(to_categorical(np.zeros((32,)), num_classes=10).shape)
count = keras.Input((K.count_params(model.layers[1].kernel),))
K.clear_session()
`;

describe('namespaces of Keras', () => {
  it('that build no layer stop nothing', () => {
    const { models, findings, bindings, tensors } = analyzeText(TEXT);
    assert.deepEqual(findings, []);
    assert.deepEqual(
      models.map(({ params }) => params.total),
      [898],
    );
    const shapeOf = (name: string) => {
      const value = bindings.find((binding) => binding.name === name)?.values[0];
      return value?.kind === 'tensor' ? tensors[value.tensor]?.shape?.slice(1) : null;
    };
    assert.deepEqual([shapeOf('labels'), shapeOf('count')], [[32, 10], [216]]);
  });
});
