"""
What public files import beside the frameworks: plotting, image files, data sets, progress bars. None of it makes layers, so
permissive fakes stand in; data sets are zeros of the right shape, and training ends the statement that asked for it.
Old import paths of Keras 2 that lead to layers of today are opened again.
"""

import importlib.abc
import importlib.machinery
import sys
import types
import unittest.mock

FAKE = {
    "matplotlib", "mpl_toolkits", "cv2", "PIL", "skimage", "imageio", "seaborn", "pandas", "sklearn", "scipy", "wandb", "tensorboardX",
    "tensorflow_datasets", "IPython", "albumentations", "visdom", "lpips", "nltk", "tensorboard_logger", "ignite", "plotly", "graphviz",
    "pydot", "pycocotools", "lmdb", "SimpleITK", "nibabel", "h5py_cache", "psutil", "gdown", "wget", "gym", "box2d", "torchsummary",
    "torchinfo", "thop", "ptflops", "fvcore", "imutils", "imgaug", "accelerate", "ema_pytorch", "pytorch_fid", "kaggle", "zipp", "huggingface_hub",
    "torchvision.datasets", "torchvision.transforms", "torchvision.utils", "torch.utils.tensorboard", "tensorboard",
}  # fmt: skip


class StopTraining(BaseException):
    """Raised where training would begin: what follows in that statement needs results we do not compute."""


class Fake(unittest.mock.MagicMock):
    """Takes everything; not iterable for ever."""

    def _get_child_mock(self, **kwargs):
        return Fake(**kwargs)

    def __iter__(self):
        return iter(())


class FakeModule(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Fake(name=name)


class FakeFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        parts = name.split(".")
        if any(".".join(parts[:count]) in FAKE for count in range(1, len(parts) + 1)):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return FakeModule(spec.name)

    def exec_module(self, module):
        pass


def progress_bar():
    module = FakeModule("tqdm")
    module.tqdm = module.trange = lambda items=(), *rest, **options: range(items) if isinstance(items, int) else items
    for name in ("tqdm", "tqdm.auto", "tqdm.notebook"):
        sys.modules[name] = module


def figure(*arguments, **options):
    return Fake(), Fake()


def install():
    sys.meta_path.insert(0, FakeFinder())
    progress_bar()
    import matplotlib.pyplot

    matplotlib.pyplot.subplots = figure


def stop(*arguments, **options):
    raise StopTraining


def open_keras():
    """Data sets as zeros, training stopped, Keras 2's module paths."""
    import keras
    import numpy as np
    import tensorflow as tf

    def part(count, size, label, classes):
        # Every class occurs: scripts count them.
        labels = (np.arange(count) % classes).astype("uint8").reshape((count, *label))
        return np.zeros((count, *size), "uint8"), labels

    def pictures(train, size, label, classes):
        return lambda *rest, **options: (part(train, size, label, classes), part(10000, size, label, classes))

    for root in (keras.datasets, tf.keras.datasets):
        root.mnist.load_data = root.fashion_mnist.load_data = pictures(60000, (28, 28), (), 10)
        root.cifar10.load_data = pictures(50000, (32, 32, 3), (1,), 10)
        root.cifar100.load_data = pictures(50000, (32, 32, 3), (1,), 100)
        root.imdb.load_data = stop
    keras.utils.get_file = tf.keras.utils.get_file = lambda *rest, **options: "/nonexistent"
    keras.utils.plot_model = tf.keras.utils.plot_model = lambda *rest, **options: None
    for name in ("fit", "fit_generator", "train_on_batch", "evaluate", "predict", "predict_on_batch", "test_on_batch"):
        setattr(keras.Model, name, stop)
    for name in ("save", "save_weights", "load_weights", "export"):
        setattr(keras.Model, name, lambda *rest, **options: None)
    # Weights of the applications would have to be fetched; the layers are the same without.
    keras.src.utils.file_utils.get_file = keras.utils.get_file
    # Spellings that Keras 3 no longer takes, and NumPy's integers where it wants Python's: the layers are meant all the same.
    product = np.prod
    np.prod = lambda *rest, **options: (lambda value: int(value) if isinstance(value, np.integer) else value)(product(*rest, **options))
    make_optimizer = keras.optimizers.Optimizer.__init__

    def lenient(self, *rest, **options):
        for name in ("lr", "decay"):
            options.pop(name, None)
        make_optimizer(self, *rest, **options)

    keras.optimizers.Optimizer.__init__ = lenient
    old = "advanced_activations convolutional core embeddings local merge noise normalization pooling recurrent wrappers"
    for name in old.split():
        for root in ("keras.layers", "tensorflow.keras.layers"):
            module = types.ModuleType(f"{root}.{name}")
            module.__dict__.update({key: value for key, value in vars(keras.layers).items() if not key.startswith("_")})
            sys.modules[f"{root}.{name}"] = module


class Loader:
    """Has no batch to give, so that what stands after the loop is reached."""

    def __init__(self, dataset=None, *rest, **options):
        self.dataset, self.sampler = dataset, Fake()
        self.batch_size = options.get("batch_size", 1)

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 1


def stop_torch():
    """No training and no files; the processor is the one device."""
    import torch

    torch.load = stop
    torch.save = lambda *rest, **options: None
    torch.Tensor.backward = stop
    torch.optim.Optimizer.step = stop
    # Weights would have to be fetched; the layers are the same without.
    torch.hub.load_state_dict_from_url = lambda *rest, **options: {}
    torch.nn.Module.load_state_dict = lambda *rest, **options: None
    for module in [module for name, module in sys.modules.items() if name.startswith("torchvision")]:
        if hasattr(module, "load_state_dict_from_url"):
            module.load_state_dict_from_url = torch.hub.load_state_dict_from_url
    torch.utils.data.DataLoader = Loader
