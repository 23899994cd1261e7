"""What a PyTorch module is tried on: sizes that its repository writes down, sizes that its first layers take, common ones."""

import copy
import inspect

import torch
from torch import nn

import running
import stubs

COMMON = [
    (1, 3, 32, 32), (1, 3, 224, 224), (1, 1, 28, 28), (1, 1, 32, 32), (1, 3, 64, 64), (1, 3, 256, 256), (2, 100), (1, 100), (2, 784),
    (1, 1, 64, 64), (1, 16), (1, 100, 1, 1), (2, 62), (1, 64, 32, 32), (2, 10), (1, 3, 299, 299), (2, 32), (1, 4, 32, 32), (1, 8, 32, 32),
    (1, 3, 128, 128), (1, 16, 32), (1, 3, 8, 64, 64), (1, 16, 16, 16), (1, 32, 16, 16), (1, 1, 16, 32, 32), (1, 16, 8, 16, 16),
    (1, 80, 40), (1, 1, 1000), (1, 64, 32), (1, 1, 64, 64, 64), (1, 2, 1000), (1, 1, 100, 100), (1, 6, 64, 64),
]  # fmt: skip

# For those that take two: a picture and a time, an embedding or another picture.
PAIRS = [
    [(1, 3, 64, 64), (1,)], [(1, 1, 32, 32), (1,)], [(1, 3, 64, 64), (1, 3, 64, 64)], [(1, 3, 256, 256), (1, 3, 256, 256)],
    [(1, 64, 16, 16), (1, 256)], [(1, 8, 16, 16), (1, 32)], [(1, 32, 16, 16), (1, 128)], [(1, 3, 64, 64), (1, 32)],
    [(1, 64, 16, 16), (1, 64, 32, 32)], [(1, 3, 16, 16), (1, 3, 32, 32)], [(1, 16, 32), (1, 16, 32)], [(2, 100), (2, 10)], [(2, 32), (2, 32)],
]  # fmt: skip

# Pictures of a rank as first layers take them, the channels left open.
EXTENTS = {
    1: [(64,), (1000,), (128,)],
    2: [(64, 64), (32, 32), (28, 28), (128, 128), (224, 224), (256, 256), (16, 16), (8, 8), (1, 1)],
    3: [(16, 32, 32), (32, 64, 64), (16, 112, 112), (8, 8, 8)],
}
RANKS = {"1d": 1, "2d": 2, "3d": 3}


def of_layer(layer):
    """The shapes that a layer takes."""
    given = (getattr(layer, name, None) for name in ("in_channels", "num_features", "in_features", "input_size", "embed_dim"))
    channels = next((value for value in given if isinstance(value, int)), None)
    if isinstance(layer, nn.LayerNorm):
        channels = layer.normalized_shape[-1] if len(layer.normalized_shape) == 1 else None
    if not channels:
        return []
    rank = next((rank for ending, rank in RANKS.items() if type(layer).__name__.endswith(ending)), 0)
    if rank:
        return [(1, channels, *extent) for extent in EXTENTS[rank]]
    return [(2, channels), (1, 16, channels), (1, 64, channels), (1, 8, 8, channels)]


def of_first_layers(model):
    found = {}
    for layer in [module for module in model.modules() if not list(module.children()) and list(module.parameters())][:6]:
        found.update(dict.fromkeys(of_layer(layer)))
    return list(found)


def needed(model):
    parameters = inspect.signature(model.forward).parameters.values()
    return sum(each.default is each.empty and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD) for each in parameters)


def candidates(model, written):
    """Lists of shapes to try, in order."""
    count = needed(model)
    own = of_first_layers(model)
    if count < 2:
        return [[shape] for shape in dict.fromkeys([*written, *COMMON[:2], *own, *COMMON])]
    same = [[shape] * count for shape in dict.fromkeys([*own, *written])]
    if count > 2:
        return same
    times = [[shape, (1,)] for shape in own if len(shape) > 3]
    mixed = [[one, other] for one in own[:10] for other in own if one != other and one[2:] == other[2:]][:20]
    return [*same, *PAIRS, *times, *mixed]


def tensor(shape, type, device):
    # A lone size is a batch of times, which may be places in a table.
    return torch.ones(shape, dtype=type, device=device) if len(shape) == 1 or type == torch.int64 else torch.randn(shape, device=device)


def types(model, shapes):
    first = next((module for module in model.modules() if not list(module.children())), None)
    if isinstance(first, nn.Embedding) and len(shapes[0]) == 2:
        return [torch.int64]
    return [torch.float32, torch.int64] if any(len(shape) == 1 for shape in shapes) else [torch.float32]


# A trial without numbers that fails for being one tells nothing.
NOT_TELLING = (NotImplementedError,)
LONGEST = 12


def fits(model, weightless, shapes, type):
    """Those of the two that take the shapes."""
    if weightless is not None:
        try:
            with running.limited(LONGEST), torch.no_grad():
                weightless(*[tensor(shape, type, "meta") for shape in shapes])
            yield weightless
            return
        except (Exception, running.TooLong, stubs.StopTraining) as error:
            text = str(error).lower()
            if not isinstance(error, NOT_TELLING) and "meta" not in text and "device" not in text:
                return
    try:
        with running.limited(LONGEST), torch.no_grad():
            model(*[tensor(shape, type, "cpu") for shape in shapes])
        yield model
    except (Exception, running.TooLong, stubs.StopTraining):
        return


def check_channels(layer, given):
    # Without numbers a transposed convolution takes any input.
    channels = given[0].shape[-1 - len(layer.kernel_size)]
    if channels != layer.in_channels:
        raise ValueError(f"{channels} channels for {layer.in_channels}")


def without_numbers(model):
    try:
        weightless = copy.deepcopy(model).to("meta").eval()
    except Exception:
        return None
    for layer in weightless.modules():
        if isinstance(layer, nn.modules.conv._ConvNd) and not isinstance(layer, nn.modules.lazy.LazyModuleMixin):
            layer.register_forward_pre_hook(check_channels)
    return weightless


def fitting(model, written):
    """What takes them (the model, or the same without numbers, which costs next to nothing), shapes that it takes, and their type."""
    weightless = without_numbers(model)
    for shapes in candidates(model, written):
        for type in types(model, shapes):
            for one in fits(model, weightless, shapes, type):
                yield one, shapes, type
