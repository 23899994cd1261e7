"""
Import paths and names of Keras 1 and 2 that lead to what Keras has today: an import that fails costs every model of its file. Names of what
is no more can be imported and end the statement that calls them.
"""

import importlib
import inspect
import sys
import types

import keras
import tensorflow as tf

from stubs import stop

# Whose names a module of former days had.
LAYERS = "advanced_activations convolutional convolutional_recurrent core embeddings local merge noise normalization pooling recurrent wrappers"
UTILS = "np_utils generic_utils vis_utils data_utils layer_utils conv_utils io_utils multi_gpu_utils training_utils"
ENGINE = "topology base_layer training network input_layer input_spec sequential functional"
SAME = "layers models utils backend applications optimizers callbacks losses metrics regularizers initializers activations constraints datasets"

LAYERS_GONE = (
    "CuDNNLSTM CuDNNGRU Merge merge MaxoutDense Highway AtrousConvolution1D AtrousConvolution2D Deconvolution2D Deconvolution3D "
    "TimeDistributedDense ParametricSoftplus SReLU ChainCRF RandomHeight RandomWidth ThresholdedReLU LocallyConnected1D LocallyConnected2D"
)
UTILS_GONE = "multi_gpu_model convert_all_kernels_in_model convert_dense_weights_data_format print_summary get_from_module"
FORMER = {"Deconv2D": "Conv2DTranspose", "Deconv3D": "Conv3DTranspose", "Recurrent": "RNN"}


# Arguments of Keras 1: what each is today, in the first of these that the layer has.
ARGUMENTS = {
    "nb_filter": ["filters"], "filter_length": ["kernel_size"], "border_mode": ["padding"], "subsample": ["strides"], "subsample_length": ["strides"],
    "stride": ["strides"], "atrous_rate": ["dilation_rate"], "pool_length": ["pool_size"], "length": ["size"], "output_dim": ["units"], "p": ["rate"],
    "sigma": ["stddev"], "bias": ["use_bias"], "init": ["kernel_initializer", "embeddings_initializer"], "W_regularizer": ["kernel_regularizer"],
    "b_regularizer": ["bias_regularizer"], "inner_activation": ["recurrent_activation"], "input": ["inputs"], "output": ["outputs"],
}  # fmt: skip
ARGUMENTS_GONE = {"consume_less", "mode", "dim_ordering"}


def renamed(names, rest, options):
    """A call as it is written today."""
    former = [name for name in options if name not in names and (name in ARGUMENTS or name in ARGUMENTS_GONE)]
    for name in former:
        value = options.pop(name)
        options.update({present: value for present in [each for each in ARGUMENTS.get(name, []) if each in names][:1]})
    sides = [options.pop(name) for name in ("nb_row", "nb_col", "kernel_dim1", "kernel_dim2", "kernel_dim3") if name in options]
    if sides:
        options["kernel_size"] = tuple(sides)
    # The sides of the kernel were arguments of their own.
    elif former and "kernel_size" in names and len(rest) > 2 and all(isinstance(each, int) for each in rest[:3]):
        rest = (rest[0], rest[1:])
    return rest, options


def take_former_arguments(kind, method):
    make = getattr(kind, method)
    names = set(inspect.signature(kind.__init__).parameters)

    def lenient(self, *rest, **options):
        rest, options = renamed(names, rest, options)
        return make(self, *rest, **options)

    setattr(kind, method, lenient)


def made_of(make):
    """Whether a model is made of tensors shows in the names of the arguments."""
    return lambda kind, *rest, **options: make(kind, *rest, **renamed({"inputs", "outputs"} if kind is keras.Model else set(options), (), options)[1])


def missing(names, source, into):
    for name in names:
        if not hasattr(into, name):
            setattr(into, name, source(name))


def opened(path, *sources):
    """A module of that path with the names of these; one that exists gets what it has not."""
    module = sys.modules.get(path) or types.ModuleType(path)
    module.__path__ = getattr(module, "__path__", [])
    for source in sources:
        missing([name for name in dir(source) if not name.startswith("_")], lambda name: getattr(source, name), module)
    sys.modules[path] = module
    parent, _, name = path.rpartition(".")
    if parent in sys.modules and not hasattr(sys.modules[parent], name):
        setattr(sys.modules[parent], name, module)
    return module


def take_former_attributes():
    keras.KerasTensor.get_shape = lambda self: tf.TensorShape(self.shape)
    keras.KerasTensor._shape_val = keras.KerasTensor._keras_shape = property(lambda self: self.shape)
    for name, present in (("input_shape", "input"), ("output_shape", "output")):
        if not hasattr(keras.layers.Layer, name):
            setattr(keras.layers.Layer, name, property(lambda self, present=present: keras.tree.map_structure(lambda each: each.shape, getattr(self, present))))
    add_weight = keras.layers.Layer.add_weight

    def named(self, *rest, **options):
        if rest and isinstance(rest[0], str):
            options["name"], rest = rest[0], rest[1:]
        return add_weight(self, *rest, **options)

    keras.layers.Layer.add_weight = named


def install():
    # TensorFlow loads its own under several names.
    ours = importlib.import_module
    for layers in (keras.layers, tf.keras.layers, ours("tensorflow.keras.layers")):
        missing(LAYERS_GONE.split(), lambda name: stop, layers)
        missing(FORMER, lambda name: getattr(keras.layers, FORMER[name]), layers)
    for utils in (keras.utils, tf.keras.utils, ours("tensorflow.keras.utils")):
        missing(UTILS_GONE.split(), lambda name: stop, utils)
    for kind in {value for value in vars(keras.layers).values() if isinstance(value, type) and "__init__" in vars(value)} - {keras.layers.Layer}:
        take_former_arguments(kind, "__init__")
    functional = importlib.import_module("keras.src.models.functional").Functional
    take_former_arguments(functional, "__init__")
    keras.Model.__new__ = staticmethod(made_of(keras.Model.__new__))
    take_former_attributes()
    legacy = tf.keras.backend
    missing(dir(legacy), lambda name: getattr(legacy, name), keras.backend)
    for backend in (keras.backend, legacy, ours("tensorflow.keras.backend")):
        missing(["image_dim_ordering"], lambda name: lambda: "tf", backend)
        missing(["set_image_dim_ordering", "set_session", "get_session"], lambda name: lambda *rest: None, backend)
    for root in ("keras", "tensorflow.keras", "tensorflow.python.keras"):
        open_root(root)
    for root in ("keras", "tensorflow.keras"):
        obtain = importlib.import_module("keras.src.applications.imagenet_utils").obtain_input_shape
        importlib.import_module(f"{root}.applications.imagenet_utils")._obtain_input_shape = obtain
    # A copy of Keras 2 that is still there; what is made of it goes with no layer of today.
    sys.modules["tensorflow.python.keras"] = tf.keras
    for name in SAME.split():
        sys.modules[f"tensorflow.python.keras.{name}"] = ours(f"tensorflow.keras.{name}")


def conv_output_length(length, size, padding, stride, dilation=1):
    """keras 2.2, utils/conv_utils.py"""
    if length is None:
        return None
    span = (size - 1) * dilation + 1
    return ({"same": length, "valid": length - span + 1, "causal": length, "full": length + span - 1}[padding] + stride - 1) // stride


def open_root(root):
    for name in LAYERS.split():
        opened(f"{root}.layers.{name}", keras.layers)
    for name in UTILS.split():
        opened(f"{root}.utils.{name}", keras.utils)
    lengths = opened(f"{root}.utils.conv_utils", importlib.import_module("keras.src.ops.operation_utils"))
    lengths.conv_output_length = conv_output_length
    lengths.normalize_data_format = importlib.import_module("keras.src.backend").standardize_data_format
    lengths.normalize_padding = lambda value: value.lower()
    lengths.normalize_tuple = lambda value, count, name, **options: (value,) * count if isinstance(value, int) else tuple(value)
    engine = opened(f"{root}.engine", keras.layers, keras.models, keras.utils)
    engine.Network = engine.Container = keras.Model
    opened(f"{root}.layers.experimental", keras.layers)
    opened(f"{root}.layers.experimental.preprocessing", keras.layers)
    for name in ENGINE.split():
        opened(f"{root}.engine.{name}", engine)
    opened(f"{root}.objectives", keras.losses)
    opened(f"{root}.initializations", keras.initializers)
    opened(f"{root}.backend.tensorflow_backend", keras.backend)
    for name in ("preprocessing", "preprocessing.image", "preprocessing.text", "preprocessing.sequence"):
        source = tf.keras.preprocessing
        for part in name.split(".")[1:]:
            source = getattr(source, part)
        opened(f"{root}.{name}", source)
