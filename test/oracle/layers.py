"""Records what the real Keras and PyTorch say about layers: output shapes, weights, refusals.

Random argument combinations for every layer that has a record, from a fixed seed. Run from the repository root:

    python test/oracle/layers.py [keras|torch|initial]

It writes test/recorded/layers-keras.json, layers-torch.json and layers-initial.json. In these files
- `defaults` are the layer's own; a case tells only the arguments that differ,
- a case is {"a": arguments, "i": input shapes, "o": output shapes, "w": [[name, shape, trainable]]}, where null in a
  shape is the open batch; "c" instead of "o" is a refusal while constructing or calling, "r" beside "o" one while running,
- "m" are the multiply-accumulates of one sample by PyTorch's own flop counter.
"""
import inspect
import json
import os
import random
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDED = os.path.join(HERE, "..", "recorded")
R = random.Random(20260101)


def one(*values):
    return R.choice(values)


def per_axis(rank, low, high, lists=True):
    """An integer or one per axis."""
    if lists and R.random() < 0.5:
        return [R.randint(low, high) for _ in range(rank)]
    return R.randint(low, high)


def some(args, name, value, chance=0.5):
    if R.random() < chance:
        args[name] = value


def sizes(rank, low=1, high=12):
    return [R.randint(low, high) for _ in range(rank)]


def defaults_of(callable_, skip=()):
    out = {}
    for name, parameter in inspect.signature(callable_).parameters.items():
        if name in skip or parameter.default is inspect.Parameter.empty:
            continue
        value = parameter.default
        if isinstance(value, tuple):
            value = list(value)
        try:
            json.dumps(value)
        except TypeError:
            continue
        out[name] = value
    return out


def tupled(value):
    """Lists of a case as the tuples a user writes."""
    if isinstance(value, list):
        return tuple(tupled(item) for item in value)
    return value


# ---- Keras ----------------------------------------------------------------------------------------------------------


def keras_shape(rank, channels, layout, low=1, high=12):
    spatial = sizes(rank, low, high)
    return [None, channels, *spatial] if layout == "channels_first" else [None, *spatial, channels]


def keras_rank(shape):
    """Now and then an axis too few or too many."""
    if R.random() < 0.03:
        return shape[:-1] if R.random() < 0.5 else shape + [3]
    return shape


def keras_conv(rank):
    args = {"filters": R.choice([1, 2, 3, 4, 6, 8, 12]), "kernel_size": per_axis(rank, 1, 5)}
    some(args, "strides", per_axis(rank, 1, 4))
    some(args, "dilation_rate", per_axis(rank, 1, 3), 0.25)
    if R.random() < 0.7 and "dilation_rate" in args:
        args.pop("strides", None)
    some(args, "padding", one("same", "valid", "SAME", *(["causal"] if rank == 1 else [])), 0.6)
    some(args, "groups", one(1, 2, 3, 4), 0.3)
    some(args, "use_bias", False, 0.2)
    some(args, "data_format", one("channels_first", "channels_last"), 0.4)
    refuse(args, {"filters": [0, -1], "kernel_size": [0, [0] * rank, [3] * (rank + 1)], "strides": [0, -1], "padding": ["full", "causal2"], "groups": [0], "dilation_rate": [0], "data_format": ["NHWC"], "activation": ["rellu"], "kernel_initializer": ["glorot"]})
    channels = R.choice([1, 2, 3, 4, 6, 8, 12])
    return args, [keras_rank(keras_shape(rank, channels, args.get("data_format"), 2 if rank == 3 else 1, 8 if rank == 3 else 16))]


def refuse(args, bad):
    """Now and then a value that the framework may refuse."""
    if R.random() < 0.06:
        name = R.choice(list(bad))
        args[name] = R.choice(bad[name])


def keras_transposed(rank):
    args = {"filters": R.randint(1, 6), "kernel_size": per_axis(rank, 1, 5)}
    some(args, "strides", per_axis(rank, 1, 4), 0.7)
    some(args, "dilation_rate", per_axis(rank, 1, 3), 0.2)
    if R.random() < 0.8 and "dilation_rate" in args:
        args.pop("strides", None)
    some(args, "padding", one("same", "valid"), 0.7)
    some(args, "output_padding", per_axis(rank, 0, 3), 0.3)
    some(args, "use_bias", False, 0.2)
    some(args, "data_format", one("channels_first", "channels_last"), 0.4)
    refuse(args, {"filters": [0], "kernel_size": [0, [3] * (rank + 1)], "strides": [0], "padding": ["causal", "full"], "output_padding": [-1, 5], "data_format": ["NCHW"]})
    return args, [keras_rank(keras_shape(rank, R.randint(1, 6), args.get("data_format"), 1, 6))]


def keras_depthwise(rank, separable):
    args = {"kernel_size": per_axis(rank, 1, 5)}
    if separable:
        args["filters"] = R.randint(1, 6)
    some(args, "depth_multiplier", R.randint(1, 3))
    stride = R.randint(1, 3)
    some(args, "strides", stride if R.random() < 0.7 else per_axis(rank, 1, 3))
    some(args, "dilation_rate", R.randint(1, 3), 0.2)
    some(args, "padding", one("same", "valid"), 0.6)
    some(args, "use_bias", False, 0.2)
    some(args, "data_format", one("channels_first", "channels_last"), 0.3)
    refuse(args, {"depth_multiplier": [0], "kernel_size": [0], "strides": [0], "padding": ["causal"]})
    return args, [keras_rank(keras_shape(rank, R.randint(1, 6), args.get("data_format"), 1, 14))]


def keras_up(rank):
    args = {}
    some(args, "size", per_axis(rank, 1, 4) if rank > 1 else R.randint(1, 4), 0.8)
    layout = None
    if rank > 1:
        layout = one(None, "channels_first", "channels_last")
        if layout:
            args["data_format"] = layout
    if rank == 2:
        some(args, "interpolation", one("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area", "Bilinear"))
    refuse(args, {"size": [0, [2] * (rank + 1)], **({"interpolation": ["linear", "cubic"]} if rank == 2 else {})})
    return args, [keras_rank(keras_shape(rank, R.randint(1, 5), layout, 1, 7))]


def keras_pool(rank, method):
    args = {}
    some(args, "pool_size", per_axis(rank, 1, 4), 0.8 if method == "Max" else 1)
    some(args, "strides", per_axis(rank, 1, 4), 0.6)
    some(args, "padding", one("same", "valid"), 0.6)
    some(args, "data_format", one("channels_first", "channels_last"), 0.4)
    refuse(args, {"pool_size": [0, [2] * (rank + 1)], "strides": [0, -1], "padding": ["causal"]})
    return args, [keras_rank(keras_shape(rank, R.randint(1, 4), args.get("data_format"), 1, 12))]


def keras_adaptive(rank):
    # Keras 3.15 on TensorFlow crashes (a division by zero) for an output size of 1, or one larger than the input.
    args = {"output_size": per_axis(rank, 2, 5)}
    some(args, "data_format", one("channels_first", "channels_last"), 0.4)
    refuse(args, {"output_size": [0, [2] * (rank + 1)]})
    return args, [keras_shape(rank, R.randint(1, 4), args.get("data_format"), 5, 12)]


def keras_global(rank):
    args = {}
    some(args, "keepdims", True)
    some(args, "data_format", one("channels_first", "channels_last"))
    return args, [keras_rank(keras_shape(rank, R.randint(1, 4), args.get("data_format"), 1, 9))]


def keras_zero_padding(rank, name):
    def amounts():
        kind = R.randint(0, 2)
        if kind == 0:
            return R.randint(0, 4)
        if rank == 1:
            return [R.randint(0, 4), R.randint(0, 4)]
        return [R.randint(0, 4) if kind == 1 else [R.randint(0, 4), R.randint(0, 4)] for _ in range(rank)]

    args = {}
    some(args, name, amounts(), 0.9)
    if not (rank == 1 and name == "cropping"):
        some(args, "data_format", one("channels_first", "channels_last"), 0.5)
    refuse(args, {name: [-1, [1] * (rank + 2), [[1, 1, 1]] * rank]})
    return args, [keras_rank(keras_shape(rank, R.randint(1, 4), args.get("data_format"), 1, 10))]


def keras_reshape():
    shape = sizes(R.randint(1, 3), 1, 12)
    total = 1
    for size in shape:
        total *= size
    divisors = [d for d in range(1, total + 1) if total % d == 0]
    first = R.choice(divisors)
    rest = [d for d in divisors if (total // first) % d == 0]
    second = R.choice(rest)
    target = [first, second, total // first // second]
    R.shuffle(target)
    if R.random() < 0.5:
        target[R.randrange(3)] = -1
    if R.random() < 0.2:
        target[R.randrange(3)] += 1
    if R.random() < 0.05:
        target = [-1, -1]
    if R.random() < 0.03:
        target = [-2, 3]
    return {"target_shape": target}, [[None, *shape]]


def keras_merge(count=None):
    rank = R.randint(1, 4)
    base = sizes(rank, 2, 6)
    inputs = []
    for _ in range(count or R.randint(2, 4)):
        shape = [size if R.random() < 0.85 else 1 for size in base]
        if R.random() < 0.1:
            shape[R.randrange(rank)] += 1
        if R.random() < 0.1 and rank > 1:
            shape = shape[1:]
        inputs.append([None, *shape])
    return {}, inputs


def keras_concatenate():
    rank = R.randint(1, 4)
    axis = R.choice([-1, R.randint(1, rank), R.randint(-rank, -1)])
    base = sizes(rank, 1, 6)
    inputs = []
    for _ in range(R.randint(1, 4)):
        shape = [None, *base]
        shape[axis] = R.randint(1, 6)
        if R.random() < 0.08:
            shape[R.randint(1, rank)] += 1
        inputs.append(shape)
    return {"axis": axis}, inputs


def keras_dot():
    a, b = sizes(R.randint(1, 3), 2, 5), sizes(R.randint(1, 3), 2, 5)
    i, j = R.randint(1, len(a)), R.randint(1, len(b))
    if R.random() < 0.9:
        b[j - 1] = a[i - 1]
    return {"axes": i if i == j and R.random() < 0.5 else [i, j]}, [[None, *a], [None, *b]]


def keras_any(**more):
    return dict(more), [[None, *sizes(R.randint(1, 4), 1, 8)]]


def keras_axis(name):
    args, inputs = keras_any()
    rank = len(inputs[0])
    some(args, name, one(-1, R.randint(1, rank - 1), rank + 1), 0.6)
    return args, inputs


def keras_batch_norm():
    args, inputs = keras_axis("axis")
    for name in ("center", "scale"):
        some(args, name, False, 0.2)
    some(args, "renorm", True, 0.1)
    return args, inputs


def keras_layer_norm():
    args, inputs = keras_axis("axis")
    rank = len(inputs[0])
    if R.random() < 0.4:
        args["axis"] = R.sample(range(1, rank), R.randint(1, rank - 1))
    for name in ("center", "scale"):
        some(args, name, False, 0.2)
    return args, inputs


def keras_group_norm():
    channels = R.choice([1, 2, 3, 4, 6, 8, 12])
    layout = one("channels_first", "channels_last")
    args = {"groups": R.choice([-1, 1, 2, 3, 4, 6])}
    args["axis"] = 1 if layout == "channels_first" else -1
    some(args, "center", False, 0.2)
    refuse(args, {"groups": [0, -2], "axis": [7]})
    return args, [keras_shape(R.randint(1, 3), channels, layout)]


def keras_prelu():
    args, inputs = keras_any()
    rank = len(inputs[0])
    some(args, "shared_axes", R.sample(range(1, rank), R.randint(1, rank - 1)))
    return args, inputs


KERAS_ACTIVATIONS = """celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear
log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid
sparsemax squareplus swish tanh tanh_shrink nothing""".split()


def keras_dense():
    args = {"units": R.randint(1, 9)}
    some(args, "use_bias", False, 0.2)
    some(args, "lora_rank", R.randint(1, 3), 0.1)
    some(args, "activation", R.choice(KERAS_ACTIVATIONS[:-1]), 0.4)
    refuse(args, {"units": [0, -3, 2.5], "activation": ["rellu"]})
    inputs = [[None, *sizes(R.randint(1, 3), 1, 8)]]
    return args, [[None]] if R.random() < 0.05 else inputs


def keras_permute():
    rank = R.randint(1, 4)
    dims = R.sample(range(1, rank + 1), rank)
    if R.random() < 0.15:
        dims[R.randrange(rank)] = R.randint(0, rank + 1)
    return {"dims": dims}, [[None, *sizes(rank if R.random() < 0.9 else rank + 1)]]


def keras_block():
    args = {"block_size": R.randint(1, 4)}
    layout = one("channels_first", "channels_last")
    args["data_format"] = layout
    block = args["block_size"]
    return args, layout, block


def keras_depth_to_space():
    args, layout, block = keras_block()
    channels = block * block * R.randint(1, 3) + (1 if R.random() < 0.2 else 0)
    return args, [keras_rank(keras_shape(2, channels, layout, 1, 6))]


def keras_space_to_depth():
    args, layout, block = keras_block()
    shape = [R.randint(1, 3) * block + (1 if R.random() < 0.1 else 0) for _ in range(2)]
    channels = R.randint(1, 5)
    return args, [[None, channels, *shape] if layout == "channels_first" else [None, *shape, channels]]


def keras_image_resize():
    args = {"size": sizes(2, 1, 12)}
    some(args, "interpolation", one("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"))
    some(args, "antialias", True, 0.2)
    layout = one("channels_first", "channels_last")
    args["data_format"] = layout
    refuse(args, {"size": [[0, 2], [3], [1, 2, 3]], "interpolation": ["linear"]})
    return args, [keras_shape(2, R.randint(1, 4), layout, 1, 9)]


def keras_resizing():
    args, inputs = keras_image_resize()
    size = args.pop("size")
    args["height"], args["width"] = size[0], size[-1]
    return args, inputs


def keras_embedding():
    args = {"input_dim": R.randint(1, 9), "output_dim": R.randint(1, 9)}
    some(args, "lora_rank", 2, 0.1)
    refuse(args, {"input_dim": [0, -1], "output_dim": [0, -1]})
    return args, [[None, *sizes(R.randint(0, 2))]]


def keras_rate(name, ranks=(1, 4)):
    args = {name: round(R.random(), 2)}
    refuse(args, {name: [-0.1, 1.5]})
    return args, [[None, *sizes(R.randint(*ranks))]]


def keras_relu():
    args, inputs = keras_any()
    some(args, "max_value", one(6.0, 1.0, -1.0), 0.4)
    some(args, "negative_slope", one(0.1, 0.2, -0.1), 0.4)
    some(args, "threshold", one(0.5, -0.5), 0.2)
    return args, inputs


def keras_leaky():
    args, inputs = keras_any()
    some(args, "negative_slope", one(0.1, 0.2, -0.1))
    return args, inputs


def tf_resize():
    args = {"size": sizes(2, 1, 12)}
    some(args, "method", one("nearest", "bilinear", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"))
    some(args, "antialias", True, 0.3)
    refuse(args, {"size": [[0, 2], [3]], "method": ["linear"]})
    shape = [*sizes(2, 1, 9), R.randint(1, 4)]
    return args, [shape if R.random() < 0.2 else [2, *shape] if R.random() < 0.95 else [4, *shape[1:]][:2]]


def tf_block(inverse):
    args, layout, block = keras_block()
    args["data_format"] = "NHWC"
    if inverse:
        shape = [2, *[R.randint(1, 3) * block + (1 if R.random() < 0.1 else 0) for _ in range(2)], R.randint(1, 5)]
    else:
        shape = [2, *sizes(2, 1, 6), block * block * R.randint(1, 3) + (1 if R.random() < 0.2 else 0)]
    return args, [shape[:-1] if R.random() < 0.05 else shape]


def keras_cases():
    cases = []
    for rank in (1, 2, 3):
        cases += [(f"Conv{rank}D", 130 if rank < 3 else 80, lambda rank=rank: keras_conv(rank))]
        cases += [(f"Conv{rank}DTranspose", 180 if rank == 2 else 80, lambda rank=rank: keras_transposed(rank))]
        cases += [(f"UpSampling{rank}D", 50, lambda rank=rank: keras_up(rank))]
        for method in ("Max", "Average"):
            cases += [(f"{method}Pooling{rank}D", 50, lambda rank=rank, method=method: keras_pool(rank, method))]
            cases += [(f"Global{method}Pooling{rank}D", 15, lambda rank=rank: keras_global(rank))]
            cases += [(f"Adaptive{method}Pooling{rank}D", 15, lambda rank=rank: keras_adaptive(rank))]
        cases += [(f"ZeroPadding{rank}D", 40, lambda rank=rank: keras_zero_padding(rank, "padding"))]
        cases += [(f"Cropping{rank}D", 40, lambda rank=rank: keras_zero_padding(rank, "cropping"))]
        cases += [(f"SpatialDropout{rank}D", 10, lambda rank=rank: keras_rate("rate", (rank, rank + 2)))]
    for rank in (1, 2):
        cases += [(f"DepthwiseConv{rank}D", 60, lambda rank=rank: keras_depthwise(rank, False))]
        cases += [(f"SeparableConv{rank}D", 60, lambda rank=rank: keras_depthwise(rank, True))]
    cases += [
        ("Dense", 60, keras_dense),
        ("Reshape", 80, keras_reshape),
        ("Flatten", 20, lambda: keras_any(data_format=one("channels_first", "channels_last"))),
        ("Permute", 40, keras_permute),
        ("RepeatVector", 20, lambda: ({"n": R.randint(0, 5)}, [[None, *sizes(R.choice([1, 1, 1, 2]))]])),
        ("Activation", 40, lambda: keras_any(activation=R.choice(KERAS_ACTIVATIONS))),
        ("ReLU", 20, keras_relu),
        ("LeakyReLU", 15, keras_leaky),
        ("PReLU", 25, keras_prelu),
        ("ELU", 5, lambda: keras_any(alpha=one(0.5, 1.0))),
        ("Softmax", 10, keras_any),
        ("BatchNormalization", 50, keras_batch_norm),
        ("LayerNormalization", 50, keras_layer_norm),
        ("GroupNormalization", 50, keras_group_norm),
        ("Add", 40, keras_merge),
        ("Subtract", 40, lambda: keras_merge(R.choice([2, 2, 2, 3]))),
        ("Multiply", 20, keras_merge),
        ("Average", 20, keras_merge),
        ("Maximum", 20, keras_merge),
        ("Minimum", 20, keras_merge),
        ("Concatenate", 60, keras_concatenate),
        ("Dot", 40, keras_dot),
        ("Dropout", 15, lambda: keras_rate("rate")),
        ("GaussianNoise", 10, lambda: keras_rate("stddev")),
        ("GaussianDropout", 10, lambda: keras_rate("rate")),
        ("AlphaDropout", 10, lambda: keras_rate("rate")),
        ("ActivityRegularization", 5, keras_any),
        ("Embedding", 20, keras_embedding),
        ("Rescaling", 8, lambda: keras_any(scale=0.5, offset=one(0.0, -1.0))),
        ("Masking", 5, keras_any),
        ("Identity", 5, keras_any),
        ("Resizing", 30, keras_resizing),
        ("ops.image.resize", 40, keras_image_resize),
        ("ops.depth_to_space", 40, keras_depth_to_space),
        ("ops.space_to_depth", 40, keras_space_to_depth),
        ("tf.nn.depth_to_space", 30, lambda: tf_block(False)),
        ("tf.nn.space_to_depth", 30, lambda: tf_block(True)),
        ("tf.image.resize", 50, tf_resize),
    ]
    return cases


def dotted(root, path):
    for part in path.split("."):
        root = getattr(root, part)
    return root


def record_keras():
    """Some values crash TensorFlow itself, so a child does the work and is started again behind the case it died of."""
    with tempfile.TemporaryDirectory() as folder:
        progress = os.path.join(folder, "progress")
        while subprocess.run([sys.executable, os.path.abspath(__file__), "keras-child", progress], check=False).returncode:
            with open(progress) as file:
                lines = file.read().splitlines()
            died = json.loads(lines[-1])
            died["r"] = "crash"
            print("crash:", lines[-1])
            with open(progress, "w") as file:
                file.write("".join(f"{line}\n" for line in [*lines[:-1], json.dumps(died)]))
        with open(progress) as file:
            results = [json.loads(line) for line in file]
    import keras

    layers = []
    for name, count, _ in keras_cases():
        target = keras_target(name)
        layers.append({"layer": name, "defaults": defaults_of(target, ("name",) if "." in name else ()), "cases": results[:count]})
        results = results[count:]
    write("layers-keras.json", keras.__version__, layers)


def keras_target(name):
    import keras
    import tensorflow as tf

    if name.startswith("tf."):
        return dotted(tf, name[3:])
    return dotted(keras, name) if "." in name else getattr(keras.layers, name)


def record_keras_child(progress):
    import keras
    import numpy as np
    import tensorflow as tf

    # Nothing random is wanted here, and a run that cannot finish must not take the machine with it.
    tf.config.threading.set_intra_op_parallelism_threads(1)

    def arrays(shapes, dtype="float32"):
        return [np.zeros([2 if size is None else size for size in shape], dtype) for shape in shapes]

    def layer_case(cls, args, shapes):
        entry = {"a": args, "i": shapes}
        try:
            layer = cls(**{name: tupled(value) for name, value in args.items()})
            inputs = [keras.Input(batch_shape=shape) for shape in shapes]
            many = cls.__name__ in MERGES
            output = layer(inputs if many else inputs[0])
        except Exception as error:  # noqa: BLE001 - whatever it raises is the answer
            entry["c"] = type(error).__name__
            return entry
        entry["o"] = [list(output.shape)]
        entry["w"] = [[w.name, list(w.shape), bool(w.trainable)] for w in layer.weights]
        note(entry)
        try:
            given = arrays(shapes)
            result = layer(given if many else given[0])
            expected = [2 if size is None else size for size in output.shape]
            if list(result.shape) != expected:
                entry["r"] = list(result.shape)
        except Exception as error:  # noqa: BLE001
            entry["r"] = type(error).__name__
        return entry

    def function_case(name, args, shapes):
        entry = {"a": args, "i": shapes}
        given = {key: tupled(value) for key, value in args.items()}
        try:
            if name.startswith("tf."):
                output = dotted(tf, name[3:])(tf.zeros(shapes[0]), **given)
            else:
                output = dotted(keras, name)(keras.Input(batch_shape=shapes[0]), **given)
        except Exception as error:  # noqa: BLE001
            entry["c"] = type(error).__name__
            return entry
        entry["o"] = [list(output.shape)]
        if not name.startswith("tf."):
            try:
                dotted(keras, name)(arrays(shapes)[0], **given)
            except Exception as error:  # noqa: BLE001
                entry["r"] = type(error).__name__
        return entry

    MERGES = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"}
    done = []
    if os.path.exists(progress):
        with open(progress) as file:
            done = file.read().splitlines()

    def note(entry):
        with open(progress, "w") as file:
            file.write("".join(f"{line}\n" for line in [*done, json.dumps(entry)]))

    index = 0
    for name, count, make in keras_cases():
        target = keras_target(name)
        for _ in range(count):
            args, shapes = make()
            index += 1
            if index <= len(done):
                continue
            entry = function_case(name, args, shapes) if "." in name else layer_case(target, args, shapes)
            done.append(json.dumps(entry))
    with open(progress, "w") as file:
        file.write("".join(f"{line}\n" for line in done))


# ---- PyTorch --------------------------------------------------------------------------------------------------------


def torch_shape(rank, channels, low=1, high=12):
    shape = [2, channels, *sizes(rank, low, high)]
    roll = R.random()
    if roll < 0.12:
        return shape[1:]
    return shape[2:] if roll < 0.14 else [*shape, 2] if roll < 0.16 else shape


def torch_conv(rank, transposed=False):
    groups = R.choice([1, 1, 1, 2, 3, 4])
    inside, outside = groups * R.randint(1, 3), groups * R.randint(1, 3)
    if R.random() < 0.04:
        outside += 1
    args = {"in_channels": inside, "out_channels": outside, "kernel_size": per_axis(rank, 1, 5)}
    if groups > 1:
        args["groups"] = groups
    some(args, "stride", per_axis(rank, 1, 4), 0.6)
    some(args, "dilation", per_axis(rank, 1, 3), 0.3)
    some(args, "bias", False, 0.2)
    if transposed:
        some(args, "padding", per_axis(rank, 0, 3), 0.5)
        some(args, "output_padding", per_axis(rank, 0, 3), 0.4)
        refuse(args, {"stride": [0, -1], "padding": [-1], "output_padding": [5, -1], "padding_mode": ["reflect"], "kernel_size": [[3] * (rank + 1)]})
    else:
        some(args, "padding", one("same", "valid", *[per_axis(rank, 0, 3) for _ in range(6)]), 0.6)
        some(args, "padding_mode", one("reflect", "replicate", "circular"), 0.2)
        refuse(args, {"stride": [0, -1], "padding": [-1, "full"], "dilation": [0], "padding_mode": ["same"], "kernel_size": [[3] * (rank + 1)]})
    channels = inside + 1 if R.random() < 0.05 else inside
    return args, [torch_shape(rank, channels, 1, 8 if rank == 3 else 14)]


TORCH_MODES = {1: ["nearest", "linear", "area", "nearest-exact"], 2: ["nearest", "bilinear", "bicubic", "area", "nearest-exact"], 3: ["nearest", "trilinear", "area", "nearest-exact"]}


def torch_upsample(functional=False):
    rank = R.choice([1, 2, 2, 2, 3])
    args = {}
    if R.random() < 0.65:
        factor = lambda: R.choice([1, 2, 3, 0.5, 1.5, 2.5, 1.3, 0.7, 2.0, 0.25, 1.1])  # noqa: E731
        args["scale_factor"] = [factor() for _ in range(rank)] if R.random() < 0.4 else factor()
        some(args, "recompute_scale_factor", True, 0.2)
    else:
        args["size"] = per_axis(rank, 1, 12)
    mode = R.choice(TORCH_MODES[rank])
    some(args, "mode", mode, 0.8)
    if R.random() < (0.5 if args.get("mode", "nearest") in ("linear", "bilinear", "bicubic", "trilinear") else 0.03):
        args["align_corners"] = one(True, False)
    if functional:
        some(args, "antialias", True, 0.15)
    refuse(args, {"size": [0, [2] * 4, 4], "scale_factor": [[2.0] * 4, 0.01], "mode": ["cubic", "trilinear", "linear"]})
    return args, [[2, R.randint(1, 3), *sizes(rank if R.random() < 0.95 else rank % 3 + 1, 1, 9)]]


def torch_upsample_fixed():
    args = {"scale_factor": R.randint(1, 4)} if R.random() < 0.6 else {"size": per_axis(2, 1, 9)}
    return args, [[2, 2, *sizes(2 if R.random() < 0.95 else 1, 1, 9)]]


def torch_shuffle(inverse):
    block = R.randint(1, 4)
    name = "downscale_factor" if inverse else "upscale_factor"
    args = {name: block}
    refuse(args, {name: [0, -1]})
    odd = lambda: 1 if R.random() < 0.1 else 0  # noqa: E731
    if inverse:
        shape = [R.randint(1, 4), block * R.randint(1, 3) + odd(), block * R.randint(1, 3) + odd()]
    else:
        shape = [block * block * R.randint(1, 3) + odd(), *sizes(2, 1, 5)]
    return args, [[*([] if R.random() < 0.2 else [2] if R.random() < 0.8 else [2, 3]), *shape][: 2 if R.random() < 0.03 else 6]]


def torch_norm(rank, instance):
    features = R.randint(1, 6)
    args = {"num_features": features}
    some(args, "affine", not instance, 0.5)
    if R.random() < 0.3:
        args["affine"] = instance
    some(args, "track_running_stats", instance, 0.3)
    channels = features + 1 if R.random() < 0.1 else features
    shape = torch_shape(rank, channels, 1, 5)
    if rank == 1 and R.random() < 0.3:
        shape = [2, channels]
    return args, [shape]


def torch_pool(rank, method):
    args = {"kernel_size": per_axis(rank, 1, 5)}
    some(args, "stride", per_axis(rank, 1, 4), 0.6)
    some(args, "padding", per_axis(rank, 0, 2), 0.5)
    some(args, "ceil_mode", True, 0.5)
    if method == "Max":
        some(args, "dilation", per_axis(rank, 1, 3), 0.3)
        some(args, "return_indices", True, 0.1)
    else:
        some(args, "count_include_pad", False, 0.3)
        if rank > 1:
            some(args, "divisor_override", one(1, 2, 3), 0.2)
    refuse(args, {"kernel_size": [0, [2] * (rank + 1)], "stride": [0, -1], "padding": [-1, 4]})
    return args, [torch_shape(rank, R.randint(1, 3), 1, 12)]


def torch_adaptive(rank, method):
    size = [R.choice([None, R.randint(1, 5)]) for _ in range(rank)] if rank > 1 and R.random() < 0.5 else R.randint(1, 6)
    args = {"output_size": size}
    if method == "Max":
        some(args, "return_indices", True, 0.1)
    refuse(args, {"output_size": [-1, [2] * (rank + 1)]})
    return args, [torch_shape(rank, R.randint(1, 3), 1, 9)]


def torch_linear():
    features = R.randint(1, 8)
    args = {"in_features": features, "out_features": R.randint(1, 8)}
    some(args, "bias", False, 0.2)
    last = features + 1 if R.random() < 0.1 else features
    return args, [[*([2] if R.random() < 0.8 else []), *sizes(R.randint(0, 2)), last]]


def torch_any(**more):
    return dict(more), [[2, *sizes(R.randint(1, 3), 1, 6)]]


def torch_axis(name="dim"):
    args, inputs = torch_any()
    rank = len(inputs[0])
    args[name] = R.randint(-rank - (R.random() < 0.05), rank - 1 + (R.random() < 0.05))
    return args, inputs


def torch_flatten():
    args, inputs = torch_any()
    rank = len(inputs[0])
    some(args, "start_dim", R.randint(-rank, rank), 0.5)
    some(args, "end_dim", R.randint(-rank, rank), 0.5)
    return args, inputs


def torch_unflatten():
    parts = sizes(R.randint(1, 3), 1, 4)
    total = 1
    for part in parts:
        total *= part
    if R.random() < 0.4:
        parts[R.randrange(len(parts))] = -1
    if R.random() < 0.15:
        total += 1
    return {"dim": one(1, -1), "unflattened_size": parts}, [[2, total] if R.random() < 0.5 else [2, total, total]]


def torch_padding(rank, mode):
    low = -2 if mode in ("Zero", "Constant") else 0
    high = 4
    amounts = [R.randint(low, high) for _ in range(2 * rank)] if R.random() < 0.7 else R.randint(low, high)
    args = {"padding": amounts}
    if mode == "Constant":
        args["value"] = 0.5
    refuse(args, {"padding": [[1], [1] * (2 * rank + 1)]})
    return args, [torch_shape(rank, R.randint(1, 3), 1, 7)]


def torch_pad():
    mode = one("constant", "constant", "reflect", "replicate", "circular")
    rank = R.randint(1, 3)
    low = -2 if mode == "constant" else 0
    args = {"pad": [R.randint(low, 3) for _ in range(2 * rank)], "mode": mode}
    refuse(args, {"pad": [[1], [1, 2, 3]], "mode": ["zeros"]})
    return args, [[2, *sizes(R.randint(rank, rank + 2), 1, 7)]]


def torch_group_norm():
    groups = R.randint(1, 4)
    channels = groups * R.randint(1, 3)
    args = {"num_groups": groups, "num_channels": channels + (R.random() < 0.1)}
    some(args, "affine", False, 0.2)
    return args, [[R.choice([1, 2]), channels + (R.random() < 0.1), *sizes(R.randint(0, 2), 1, 4)]]


def torch_layer_norm():
    shape = [2, *sizes(R.randint(1, 3), 1, 6)]
    count = R.randint(1, len(shape) - 1)
    normal = shape[-count:]
    if R.random() < 0.15:
        normal[R.randrange(count)] += 1
    args = {"normalized_shape": normal[0] if count == 1 and R.random() < 0.5 else normal}
    some(args, "elementwise_affine", False, 0.2)
    some(args, "bias", False, 0.2)
    return args, [shape]


def torch_prelu():
    args, inputs = torch_any()
    channels = inputs[0][1]
    some(args, "num_parameters", one(channels, channels, 1, channels + 1), 0.7)
    return args, inputs


def torch_cat():
    args, inputs = keras_concatenate()
    rank = len(inputs[0])
    return {"dim": args["axis"] if R.random() < 0.95 else rank + 1}, [[2, *shape[1:]] for shape in inputs]


def torch_stack():
    shape = [2, *sizes(R.randint(1, 3), 1, 5)]
    rank = len(shape)
    others = [shape if R.random() < 0.9 else [*shape[:-1], shape[-1] + 1] for _ in range(R.randint(1, 3))]
    return {"dim": R.randint(-rank - 1, rank + (R.random() < 0.1))}, [shape, *others]


def torch_binary():
    _, inputs = keras_merge(2)
    return {}, [[2, *shape[1:]] if R.random() < 0.9 else shape[1:] for shape in inputs]


def torch_embedding():
    args = {"num_embeddings": R.randint(1, 9), "embedding_dim": R.randint(1, 9)}
    return args, [sizes(R.randint(0, 3), 1, 5)]


TORCH_SIMPLE = """ReLU ReLU6 LeakyReLU ELU CELU SELU SiLU Mish Sigmoid LogSigmoid Hardsigmoid Hardswish Tanh Hardtanh
Tanhshrink Softshrink Hardshrink Softplus Softsign GELU RReLU Identity""".split()


def torch_cases():
    cases = []
    for rank in (1, 2, 3):
        cases += [(f"Conv{rank}d", 160 if rank == 2 else 90, lambda rank=rank: torch_conv(rank))]
        cases += [(f"ConvTranspose{rank}d", 200 if rank == 2 else 90, lambda rank=rank: torch_conv(rank, True))]
        cases += [(f"BatchNorm{rank}d", 25, lambda rank=rank: torch_norm(rank, False))]
        cases += [(f"InstanceNorm{rank}d", 25, lambda rank=rank: torch_norm(rank, True))]
        for method in ("Max", "Avg"):
            cases += [(f"{method}Pool{rank}d", 90, lambda rank=rank, method=method: torch_pool(rank, method))]
            cases += [(f"Adaptive{method}Pool{rank}d", 25, lambda rank=rank, method=method: torch_adaptive(rank, method))]
        for mode in ("Zero", "Constant", "Reflection", "Replication", "Circular"):
            cases += [(f"{mode}Pad{rank}d", 25, lambda rank=rank, mode=mode: torch_padding(rank, mode))]
        cases += [(f"Dropout{rank}d", 10, lambda rank=rank: (torch_rate(), [torch_shape(rank, 2)]))]
    cases += [(name, 4, torch_any) for name in TORCH_SIMPLE]
    cases += [
        ("Upsample", 120, torch_upsample),
        ("nn.functional.interpolate", 80, lambda: torch_upsample(True)),
        ("UpsamplingNearest2d", 20, torch_upsample_fixed),
        ("UpsamplingBilinear2d", 20, torch_upsample_fixed),
        ("PixelShuffle", 40, lambda: torch_shuffle(False)),
        ("PixelUnshuffle", 40, lambda: torch_shuffle(True)),
        ("nn.functional.pixel_shuffle", 15, lambda: torch_shuffle(False)),
        ("Linear", 50, torch_linear),
        ("Flatten", 40, torch_flatten),
        ("Unflatten", 30, torch_unflatten),
        ("GroupNorm", 40, torch_group_norm),
        ("LayerNorm", 40, torch_layer_norm),
        ("PReLU", 25, torch_prelu),
        ("Softmax", 15, torch_axis),
        ("LogSoftmax", 15, torch_axis),
        ("GLU", 20, torch_axis),
        ("Threshold", 3, lambda: torch_any(threshold=0.1, value=2.0)),
        ("Dropout", 10, lambda: (torch_rate(), [[2, *sizes(2)]])),
        ("AlphaDropout", 5, lambda: (torch_rate(), [[2, *sizes(2)]])),
        ("FeatureAlphaDropout", 5, lambda: (torch_rate(), [[2, *sizes(2)]])),
        ("Embedding", 15, torch_embedding),
        ("cat", 60, torch_cat),
        ("stack", 30, torch_stack),
        ("add", 30, torch_binary),
        ("nn.functional.pad", 50, torch_pad),
    ]
    return cases


def torch_rate():
    args = {"p": round(R.random(), 2)}
    refuse(args, {"p": [-0.1, 1.5]})
    return args


def record_torch():
    import warnings

    import torch
    from torch.utils.flop_counter import FlopCounterMode

    warnings.simplefilter("ignore")
    torch.set_num_threads(1)

    def shapes_of(result):
        return [list(item.shape) for item in (result if isinstance(result, (tuple, list)) else [result])]

    def case(name, args, shapes):
        entry = {"a": args, "i": shapes}
        given = {key: tupled(value) for key, value in args.items()}
        tensors = [torch.zeros(shape, dtype=torch.int64 if name == "Embedding" else torch.float32) for shape in shapes]
        try:
            if name in FUNCTIONS:
                result = FUNCTIONS[name](torch, tensors, given)
            else:
                module = getattr(torch.nn, name)(**given).eval()
                if name.startswith("Conv") or name == "Linear":
                    with FlopCounterMode(display=False) as counter:
                        result = module(tensors[0])
                    batched = name == "Linear" or len(shapes[0]) == int(name[-2]) + 2
                    samples = shapes[0][0] if batched and len(shapes[0]) > 1 else 1
                    entry["m"] = counter.get_total_flops() // 2 // samples
                else:
                    result = module(tensors[0])
                weights = [[key, list(p.shape), True] for key, p in module.named_parameters()]
                entry["w"] = weights + [[key, list(b.shape), False] for key, b in module.named_buffers()]
        except Exception as error:  # noqa: BLE001
            return {"a": args, "i": shapes, "c": type(error).__name__}
        entry["o"] = shapes_of(result)
        return entry

    FUNCTIONS = {
        "nn.functional.interpolate": lambda t, x, a: t.nn.functional.interpolate(x[0], **a),
        "nn.functional.pixel_shuffle": lambda t, x, a: t.nn.functional.pixel_shuffle(x[0], **a),
        "nn.functional.pad": lambda t, x, a: t.nn.functional.pad(x[0], **a),
        "cat": lambda t, x, a: t.cat(x, **a),
        "stack": lambda t, x, a: t.stack(x, **a),
        "add": lambda t, x, a: t.add(*x),
    }
    BUILTINS = {"cat": {"dim": 0}, "stack": {"dim": 0}, "add": {}, "nn.functional.pixel_shuffle": {}, "nn.functional.pad": {"mode": "constant", "value": None}}
    layers = []
    for name, count, make in torch_cases():
        if name in BUILTINS:
            defaults = BUILTINS[name]
        else:
            defaults = defaults_of(dotted(torch, name) if "." in name else getattr(torch.nn, name), ("device", "dtype"))
        layers.append({"layer": name, "defaults": defaults, "cases": [case(name, *make()) for _ in range(count)]})
    write("layers-torch.json", torch.__version__.split("+")[0], layers)


# ---- Initial values -------------------------------------------------------------------------------------------------


def record_initial():
    """What freshly made weights look like: smallest, largest, mean and deviation of large ones."""
    import keras
    import torch

    keras.utils.set_random_seed(1)
    torch.manual_seed(1)
    entries = []

    def describe(name, array):
        array = array.astype("float64")
        return [name, list(array.shape), float(array.min()), float(array.max()), float(array.mean()), float(array.std())]

    def of_keras(name, args, shape):
        layer = getattr(keras.layers, name)(**args)
        layer(keras.Input(batch_shape=shape))
        plain = {key: value if not hasattr(value, "get_config") else {"type": type(value).__name__, "config": value.get_config()} for key, value in args.items()}
        weights = [describe(w.name, keras.ops.convert_to_numpy(w)) for w in layer.weights]
        entries.append({"framework": "keras", "layer": name, "defaults": defaults_of(type(layer)), "a": plain, "i": shape, "w": weights})

    def of_torch(name, args):
        module = getattr(torch.nn, name)(**args)
        weights = [describe(key, p.detach().numpy()) for key, p in [*module.named_parameters(), *module.named_buffers()]]
        entries.append({"framework": "torch", "layer": name, "defaults": defaults_of(type(module), ("device", "dtype")), "a": args, "w": weights})

    for initializer in ["glorot_uniform", "glorot_normal", "he_uniform", "HeNormal", "lecun_uniform", "lecun_normal", "random_normal", "random_uniform", "truncated_normal", "normal", "uniform", "zeros", "ones", "Ones", "orthogonal", "variance_scaling"]:
        of_keras("Conv2D", {"filters": 64, "kernel_size": 5, "kernel_initializer": initializer}, [None, 8, 8, 32])
    initializers = keras.initializers
    for initializer in [initializers.RandomNormal(stddev=0.02), initializers.Constant(0.3), initializers.VarianceScaling(2.0, "fan_out", "uniform"), initializers.RandomUniform(-0.2, 0.1)]:
        of_keras("Conv2DTranspose", {"filters": 64, "kernel_size": 4, "kernel_initializer": initializer}, [None, 8, 8, 32])
    of_keras("Conv2DTranspose", {"filters": 64, "kernel_size": 4}, [None, 8, 8, 32])
    of_keras("DepthwiseConv2D", {"kernel_size": 5, "depth_multiplier": 16}, [None, 8, 8, 64])
    of_keras("SeparableConv2D", {"kernel_size": 5, "filters": 64, "depth_multiplier": 8}, [None, 8, 8, 64])
    of_keras("Dense", {"units": 256}, [None, 256])
    of_keras("Embedding", {"input_dim": 200, "output_dim": 100}, [None, 7])
    of_keras("BatchNormalization", {}, [None, 4, 4, 64])
    of_keras("PReLU", {}, [None, 4, 4, 64])
    for name in ("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"):
        of_torch(name, {"in_channels": 64, "out_channels": 128, "kernel_size": 4})
        of_torch(name, {"in_channels": 64, "out_channels": 128, "kernel_size": 3, "groups": 4})
    of_torch("Linear", {"in_features": 256, "out_features": 300})
    of_torch("Embedding", {"num_embeddings": 200, "embedding_dim": 100})
    of_torch("BatchNorm2d", {"num_features": 64})
    of_torch("GroupNorm", {"num_groups": 4, "num_channels": 64})
    of_torch("LayerNorm", {"normalized_shape": 64})
    of_torch("PReLU", {"num_parameters": 64})
    with open(os.path.join(RECORDED, "layers-initial.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries) + "\n]\n")
    print(len(entries), "initial weights")


def write(name, version, layers):
    seen = set()
    for layer in layers:
        unique = []
        for case in layer["cases"]:
            key = json.dumps([layer["layer"], case["a"], case["i"]])
            if key not in seen:
                seen.add(key)
                unique.append(case)
        layer["cases"] = unique
    lines = []
    for layer in layers:
        head = json.dumps({"layer": layer["layer"], "defaults": layer["defaults"]}, separators=(",", ":"))[:-1]
        body = ",\n".join(json.dumps(case, separators=(",", ":")) for case in layer["cases"])
        lines.append(f'{head},"cases":[\n{body}\n]}}')
    with open(os.path.join(RECORDED, name), "w") as file:
        file.write(f'{{"version":"{version}","layers":[\n' + ",\n".join(lines) + "\n]}\n")
    cases = [case for layer in layers for case in layer["cases"]]
    print(name, len(cases), "cases,", sum("c" in case for case in cases), "refused,", sum("r" in case for case in cases), "differ when run")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["keras", "torch", "initial"]
    if "torch" in wanted:
        R.seed(20260102)
        record_torch()
    if "keras" in wanted:
        record_keras()
    if "keras-child" in wanted:
        R.seed(20260101)
        record_keras_child(wanted[1])
    if "initial" in wanted:
        record_initial()
