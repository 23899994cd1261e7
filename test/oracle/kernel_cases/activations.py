"""Activations of both frameworks, and what NaN and infinity become."""
import keras
import numpy as np
import torch
import torch.nn.functional as F

from .layers import pool_call
from .recording import named_weights, normal, randomise, record, spell, torch_weights
from .resizes import resize_call


def activation_case(name, framework, neutral, parameters, x, y, weights={}, layer=None, args=None):
    call = {"op": "activation", "activation": {"name": neutral, "parameters": parameters}}
    record("other", name, framework, call, [x], weights, y, layer, args)


def activations():
    values = (
        np.concatenate([normal(40) * 3, [0, -0.0, 1, -1, 0.5, -0.5, 3, -3, 6, 6.5, 20, -20, 50, -50]])
        .astype(np.float32)
        .reshape(1, 9, 6)
    )
    a = keras.activations
    for name, parameters in (
        ("relu", {}),
        ("relu6", {}),
        ("leaky_relu", {"negative_slope": 0.2}),
        ("elu", {}),
        ("elu", {"alpha": 0.7}),
        ("celu", {"alpha": 0.6}),
        ("selu", {}),
        ("gelu", {}),
        ("silu", {}),
        ("mish", {}),
        ("sigmoid", {}),
        ("log_sigmoid", {}),
        ("hard_sigmoid", {}),
        ("hard_silu", {}),
        ("tanh", {}),
        ("hard_tanh", {}),
        ("tanh_shrink", {}),
        ("soft_shrink", {"threshold": 0.6}),
        ("hard_shrink", {"threshold": 0.6}),
        ("softplus", {}),
        ("softsign", {}),
        ("squareplus", {"b": 3}),
        ("sparse_plus", {}),
        ("sparse_sigmoid", {}),
        ("exponential", {}),
        ("linear", {}),
        ("softmax", {"axis": -1}),
        ("softmax", {"axis": 1}),
        ("log_softmax", {"axis": -1}),
        ("relu", {"negative_slope": 0.1, "max_value": 4, "threshold": 0.5}),
        ("glu", {"axis": -1}),
    ):
        x = np.clip(values, -30, 30) if name == "exponential" else values
        y = np.asarray(getattr(a, name)(x, **parameters))
        kind, args = ("Activation", {"activation": name}) if not parameters or name == "leaky_relu" else (None, None)
        activation_case(f"keras.activations.{name}({parameters})", "keras", name, parameters, x, y, {}, kind, args)
    activation_case(
        "gelu(approximate=True)", "keras", "gelu_tanh", {}, values, np.asarray(a.gelu(values, approximate=True))
    )
    activation_case(
        "threshold",
        "keras",
        "threshold",
        {"threshold": 0.3, "default_value": -7},
        values,
        np.asarray(a.threshold(values, 0.3, -7)),
    )
    for kind, args, neutral, parameters in (
        ("ReLU", {}, "relu", {}),
        ("ReLU6", {}, "relu6", {}),
        ("LeakyReLU", {}, "leaky_relu", {"negative_slope": 0.01}),
        ("LeakyReLU", {"negative_slope": 0.3}, "leaky_relu", {"negative_slope": 0.3}),
        ("ELU", {"alpha": 1.3}, "elu", {"alpha": 1.3}),
        ("CELU", {"alpha": 0.4}, "celu", {"alpha": 0.4}),
        ("SELU", {}, "selu", {}),
        ("GELU", {}, "gelu", {}),
        ("GELU", {"approximate": "tanh"}, "gelu_tanh", {}),
        ("SiLU", {}, "silu", {}),
        ("Mish", {}, "mish", {}),
        ("Sigmoid", {}, "sigmoid", {}),
        ("LogSigmoid", {}, "log_sigmoid", {}),
        ("Hardsigmoid", {}, "hard_sigmoid", {}),
        ("Hardswish", {}, "hard_silu", {}),
        ("Tanh", {}, "tanh", {}),
        ("Hardtanh", {"min_val": -2, "max_val": 0.5}, "hard_tanh", {"min_val": -2, "max_val": 0.5}),
        ("Tanhshrink", {}, "tanh_shrink", {}),
        ("Softshrink", {"lambd": 0.7}, "soft_shrink", {"lambd": 0.7}),
        ("Hardshrink", {"lambd": 0.7}, "hard_shrink", {"lambd": 0.7}),
        ("Softplus", {"beta": 2, "threshold": 5}, "softplus", {"beta": 2, "threshold": 5}),
        ("Softplus", {}, "softplus", {"beta": 1, "threshold": 20}),
        ("Softsign", {}, "softsign", {}),
        ("Threshold", {"threshold": 0.2, "value": 5}, "threshold", {"threshold": 0.2, "value": 5}),
        ("Softmax", {"dim": 1}, "softmax", {"axis": 1}),
        ("LogSoftmax", {"dim": 2}, "log_softmax", {"axis": 2}),
        ("Softmin", {"dim": 1}, "softmin", {"axis": 1}),
        ("GLU", {"dim": 2}, "glu", {"axis": 2}),
    ):
        y = getattr(torch.nn, kind)(**args)(torch.from_numpy(values)).numpy()
        recorded = (None, None) if kind == "Softmin" else (kind, args)  # Softmin has no layer record yet
        activation_case(spell(kind, args), "torch", neutral, parameters, values, y, {}, *recorded)
    for kind, args, neutral, parameters in (
        (
            "ReLU",
            {"negative_slope": 0.1, "max_value": 4, "threshold": 0.5},
            "relu",
            {"negative_slope": 0.1, "max_value": 4, "threshold": 0.5},
        ),
        ("ReLU", {}, "relu", {}),
        ("ReLU", {"max_value": 6}, "relu6", {}),
        ("LeakyReLU", {}, "leaky_relu", {"negative_slope": 0.3}),
        ("ELU", {"alpha": 0.8}, "elu", {"alpha": 0.8}),
        ("Softmax", {"axis": 1}, "softmax", {"axis": 1}),
    ):
        y = np.asarray(getattr(keras.layers, kind)(**args)(values))
        activation_case(spell(kind, args), "keras", neutral, parameters, values, y, {}, kind, args)
    for shared in (None, [1, 2]):
        x = normal(2, 3, 4, 5)
        layer = keras.layers.PReLU(shared_axes=shared)
        layer.build(x.shape)
        randomise(layer)
        activation_case(
            f"PReLU(shared_axes={shared})",
            "keras",
            "prelu",
            {},
            x,
            np.asarray(layer(x)),
            named_weights(layer),
            "PReLU",
            {"shared_axes": shared},
        )
    for count in (1, 3):
        x = normal(2, 3, 4, 5)
        module = torch.nn.PReLU(count)
        weights = torch_weights(module)
        activation_case(
            f"PReLU({count})",
            "torch",
            "prelu",
            {},
            x,
            module(torch.from_numpy(x)).numpy(),
            weights,
            "PReLU",
            {"num_parameters": count},
        )


def special_values():
    """NaN and infinity come out where the frameworks let them out. Not gelu: PyTorch's vectorised code makes NaN of infinity."""
    x = normal(1, 5, 5, 2)
    x[0, 2, 2, 0], x[0, 0, 4, 1] = np.nan, np.inf
    first = np.ascontiguousarray(np.moveaxis(x, -1, 1))
    y = F.max_pool2d(torch.from_numpy(first), 2).numpy()
    record(
        "other",
        "max_pool2d of NaN",
        "torch",
        pool_call("max", [2, 2], [2, 2], [[0, 0], [0, 0]], "channels_first"),
        [first],
        {},
        y,
    )
    y = F.avg_pool2d(torch.from_numpy(first), 2).numpy()
    record(
        "other",
        "avg_pool2d of NaN",
        "torch",
        pool_call("average", [2, 2], [2, 2], [[0, 0], [0, 0]], "channels_first"),
        [first],
        {},
        y,
    )
    for name in ("relu", "sigmoid", "tanh", "silu", "relu6", "hard_sigmoid"):
        f = {"hard_sigmoid": F.hardsigmoid}.get(name) or getattr(F, name)
        activation_case(f"{name} of NaN and infinity", "torch", name, {}, x, f(torch.from_numpy(x)).numpy())
    y = F.interpolate(torch.from_numpy(first), scale_factor=2, mode="nearest").numpy()
    record(
        "resize", "nearest of NaN", "torch", resize_call("torch", "nearest", [10, 10], "channels_first"), [first], {}, y
    )
