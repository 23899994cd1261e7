"""torchsummary, torchinfo, thop and ptflops: what they do to a model is to call it, which counts. Their batch is their own: it is left open."""

import sys

import torch
from torch import nn

from stubs import Fake, FakeModule

# Where two batches give other sizes, the size is one of the batch.
BATCHES = (2, 3)


def open_batch(one, other):
    """The recorded call for one batch beside that for another: what differs is open."""
    if isinstance(one, dict):
        return {key: open_batch(one[key], other[key]) for key in one}
    if isinstance(one, list) and len(one) == len(other):
        return [open_batch(*pair) for pair in zip(one, other)]
    return one if one == other else None


def is_size(value):
    return isinstance(value, (tuple, list, torch.Size)) and all(isinstance(each, int) for each in value)


def called_with_batches(watch, model, sizes):
    """The call is remembered with its batch open, unless the model was called before."""
    known = watch.calls.get(model)
    entries = []
    for batch in BATCHES:
        watch.calls.pop(model, None)
        try:
            with torch.no_grad():
                model.eval()(*[torch.rand(batch, *size) for size in sizes])
        finally:
            entries.append(watch.calls.pop(model, None))
    if known or None not in entries:
        watch.calls[model] = known or open_batch(*entries)


def install():
    def summarise(batched):
        def summary(model, given=None, *rest, input_size=None, input_data=None, inputs=None, input_res=None, **options):
            given = next((each for each in (given, input_size, input_data, inputs, input_res) if each is not None), None)
            if not isinstance(model, nn.Module) or given is None:
                return Fake()
            given = [given] if isinstance(given, torch.Tensor) or is_size(given) else list(given)
            if all(isinstance(each, torch.Tensor) for each in given):
                model(*given)
            elif all(map(is_size, given)) and batched:
                model(*[torch.rand(*size) for size in given])
            elif all(map(is_size, given)):
                called_with_batches(watch_of[0], model, given)
            return Fake(), Fake()

        return summary

    for name in ("torchsummary", "torchsummaryX", "torchinfo", "thop", "ptflops"):
        module = FakeModule(name)
        module.summary = module.profile = module.get_model_complexity_info = summarise(name == "torchinfo")
        sys.modules[name] = module


# The watch of the file that runs.
watch_of = [None]
