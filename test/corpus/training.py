"""
Training without its cost. What fit() does to a model before the first step counts: a model that nobody called before is built there, from
the shapes of the batch. So the step is traced on them and nothing is computed; the statement ends where results would be needed.
"""

import keras
import numpy as np
import tensorflow as tf
from keras.src.backend.tensorflow.trainer import TFEpochIterator
from keras.src.trainers.data_adapters.array_slicing import train_validation_split

from stubs import Fake, StopTraining, stop

# Larger arrays take no memory and cannot be written to.
MANY = 1e7

tracing = False


def batch_of(model, rest, options):
    """What a step of fit() or evaluate() is given, as shapes."""
    named = {name: value for name, value in options.items() if name in ("x", "y", "batch_size", "sample_weight", "steps_per_epoch", "class_weight")}
    named.update(zip(("x", "y", "batch_size"), rest))
    if any(isinstance(value, Fake) for value in named.values()):
        return None
    if options.get("validation_split") and "x" in named:
        split, _ = train_validation_split((named["x"], named.get("y"), None), validation_split=options["validation_split"])
        named.update(zip(("x", "y"), split))
    batches = TFEpochIterator(distribute_strategy=model.distribute_strategy, steps_per_execution=model.steps_per_execution, **named)
    return batches._distributed_dataset.element_spec


def traced(step):
    """fit() and evaluate(): the step is traced on a batch, then the statement ends."""

    def method(self, *rest, **options):
        global tracing
        tracing = True
        try:
            if not all(layer.built for layer in self._flatten_layers()):
                batch = batch_of(self, rest, options)
                if batch is not None:
                    tf.function(getattr(self, step)).get_concrete_function(batch)
        except Exception:
            # Data that is not there, or a step that does not run: nothing is built that would not be.
            pass
        finally:
            tracing = False
        stop()

    return method


def apply(self, *rest, **options):
    """A step of one's own training loop: what it needed is built. Inside a traced step it goes on, there may be a second optimizer."""
    if not tracing:
        stop()


def predicted(self, x, *rest, **options):
    """Results of the shape that they would have: zeros. Without data to take the shape of there are none."""
    if isinstance(x, (list, tuple)):
        specs = [keras.KerasTensor(each.shape, each.dtype) for each in x]
    elif isinstance(x, (np.ndarray, tf.Tensor)):
        specs = keras.KerasTensor(x.shape, x.dtype)
    else:
        stop()
    outputs = keras.src.backend.compute_output_spec(self, specs, training=False)
    return keras.tree.map_structure(zeros, outputs)


def zeros(spec):
    shape = tuple(spec.shape)
    return np.zeros(shape, "float32") if np.prod(shape) < MANY else np.broadcast_to(np.zeros((), "float32"), shape)


def guarded(method):
    def wrapped(self, *rest, **options):
        try:
            return method(self, *rest, **options)
        except Exception as error:
            raise StopTraining from error

    return wrapped


def compiled(compile):
    """An optimizer of a package that is not here: which one it is changes nothing that a step builds."""

    def method(self, optimizer="rmsprop", *rest, **options):
        return compile(self, "rmsprop" if isinstance(optimizer, Fake) else optimizer, *rest, **options)

    return method


def install():
    keras.Model.compile = compiled(keras.Model.compile)
    keras.Model.fit = keras.Model.fit_generator = traced("train_step")
    keras.Model.evaluate = traced("test_step")
    keras.Model.train_on_batch = keras.Model.test_on_batch = stop
    keras.Model.predict = keras.Model.predict_on_batch = guarded(predicted)
    keras.optimizers.Optimizer.apply = apply
