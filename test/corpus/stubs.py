"""
What public files import beside the frameworks: plotting, image files, data sets, progress bars. None of it makes layers, so
permissive fakes stand in; data sets are zeros of the right shape, and training ends the statement that asked for it.
"""

import glob
import importlib.abc
import importlib.machinery
import os
import pathlib
import sys
import types
import unittest.mock

FAKE = {
    "matplotlib", "mpl_toolkits", "cv2", "PIL", "skimage", "imageio", "seaborn", "pandas", "sklearn", "scipy", "wandb", "tensorboardX",
    "tensorflow_datasets", "IPython", "albumentations", "visdom", "lpips", "nltk", "tensorboard_logger", "ignite", "plotly", "graphviz",
    "pydot", "pycocotools", "lmdb", "SimpleITK", "nibabel", "h5py_cache", "psutil", "gdown", "wget", "gym", "box2d",
    "fvcore", "imutils", "imgaug", "accelerate", "ema_pytorch", "pytorch_fid", "kaggle", "zipp", "huggingface_hub",
    "torchvision.datasets", "torchvision.transforms", "torchvision.utils", "torch.utils.tensorboard", "tensorboard",
    "tensorflow_io", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "tensorflow_similarity", "tensorflow_probability",
    "tensorflow_decision_forests", "tensorflow_model_optimization", "tensorflow_federated", "tensorflow_graphics", "transformers", "tokenizers", "datasets",
    "rdkit", "networkx", "gymnasium", "ipywidgets", "librosa", "soundfile", "pydub", "keras_tuner", "kerastuner", "keras_cv", "keras_nlp",
    "keras_hub", "keras_rs", "keras_core", "evaluate", "rouge_score", "trimesh", "pyarrow", "sentencepiece", "medmnist", "spektral",
    "google.colab", "absl_extra", "loguru", "tabulate", "requests", "bs4", "gensim", "lightgbm", "xgboost", "statsmodels", "mlflow",
    "neptune", "comet_ml", "optuna", "hyperopt", "shap", "lime", "umap", "faiss", "annoy", "moviepy", "pyaudio", "pydot_ng", "pydotplus", "rasterio",
    "osgeo", "tifffile", "pydicom", "mrcfile", "elasticdeform", "patchify", "ffmpeg", "pandas_datareader", "yfinance", "jieba", "spacy",
    "torch.distributed", "deepspeed", "peft", "gradio", "streamlit", "flask", "tensorflow_privacy", "coremltools", "onnx_tf", "tf2onnx",
}  # fmt: skip


class StopTraining(BaseException):
    """Raised where training would begin: what follows in that statement needs results we do not compute."""


def no_number(*rest):
    raise TypeError("a number that comes from data")


class Fake(unittest.mock.MagicMock):
    """Takes everything but gives no number: a size that comes from data would be an invented one. Nor has it items: none would be a count."""

    def __init__(self, *rest, **options):
        super().__init__(*rest, **options)
        for name in ("__len__", "__int__", "__float__", "__index__", "__iter__", "__contains__"):
            setattr(self, name, no_number)

    def _get_child_mock(self, **kwargs):
        return Fake(**kwargs)

    def __array__(self, *rest, **options):
        no_number()


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


class MissingFinder(FakeFinder):
    """Asked last: a package that is not installed here, whatever it is. A part of one that is installed does not exist for anybody."""

    found = set()

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        # Python's own modules for other machines are missing for a reason.
        if name == top and not name.startswith("_") and name not in sys.stdlib_module_names:
            self.found.add(top)
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if top in self.found else None


def given(name):
    """Nothing may be decided by what nobody knows."""
    value = Fake(name=name)
    for operation in ("__eq__", "__ne__", "__bool__"):
        setattr(value, operation, no_number)
    return value


def lenient_arguments():
    """A required argument is given by whoever starts the script: it is there, and nobody knows what."""
    import argparse

    add = argparse._ActionsContainer.add_argument

    def without_need(self, *names, **options):
        if options.pop("required", False) or not names[0].startswith("-") and "default" not in options and options.get("nargs") not in ("?", "*"):
            options.update(default=given(names[0]), **({} if names[0].startswith("-") else {"nargs": "?"}))
        return add(self, *names, **options)

    argparse._ActionsContainer.add_argument = without_need


def files_found(find):
    """A search that finds no file says nothing of how many there are."""

    def wrapped(*rest, **options):
        return list(find(*rest, **options)) or Fake(name="files")

    return wrapped


def progress_bar():
    module = FakeModule("tqdm")
    module.tqdm = module.trange = lambda items=(), *rest, **options: range(items) if isinstance(items, int) else items
    for name in ("tqdm", "tqdm.auto", "tqdm.notebook"):
        sys.modules[name] = module


def figure(*arguments, **options):
    return Fake(), Fake()


def install():
    sys.meta_path.insert(0, FakeFinder())
    sys.meta_path.append(MissingFinder())
    progress_bar()
    lenient_arguments()
    glob.glob, os.walk = files_found(glob.glob), files_found(os.walk)
    pathlib.Path.glob, pathlib.Path.rglob = files_found(pathlib.Path.glob), files_found(pathlib.Path.rglob)
    import matplotlib.pyplot

    matplotlib.pyplot.subplots = figure


def stop(*arguments, **options):
    raise StopTraining


def adapt_leniently(layer):
    """Data that is not there teaches nothing; what a vocabulary would hold is not known then."""
    adapt = layer.adapt

    def lenient(self, *rest, **options):
        try:
            adapt(self, *rest, **options)
        except Exception:
            self.unknown_data = True

    def guarded(method):
        return lambda self, *rest, **options: stop() if hasattr(self, "unknown_data") else method(self, *rest, **options)

    layer.adapt = lenient
    for name in ("get_vocabulary", "vocabulary_size"):
        if hasattr(layer, name):
            setattr(layer, name, guarded(getattr(layer, name)))


def open_keras():
    """Data sets as zeros, training stopped, the names of older versions."""
    import keras
    import numpy as np
    import tensorflow as tf

    import old_keras
    import training

    def part(count, size, label, classes):
        # Every class occurs: scripts count them.
        labels = (np.arange(count) % classes).astype("uint8").reshape((count, *label))
        return np.zeros((count, *size), "uint8"), labels

    def pictures(train, size, label, classes):
        return lambda *rest, **options: (part(train, size, label, classes), part(10000, size, label, classes))

    def texts(train, test, longest, classes):
        """As many texts as there are, one of them as long as the longest; without num_words the largest word is not told."""

        def some(count, length, largest):
            lists = np.empty(count, object)
            lists[:] = [[1, 2]] * count
            lists[0] = [1] + [2] * (length - 2) + [largest]
            return lists, np.arange(count) % classes

        def load(path=None, num_words=None, skip_top=0, maxlen=None, *rest, **options):
            largest = num_words - 1 if num_words else Fake(name="word")
            return tuple(some(count, length if maxlen is None else maxlen - 1, largest) for count, length in zip((train, test), longest))

        return load

    def table(train, test, columns):
        return lambda *rest, **options: ((np.zeros((train, columns)), np.zeros(train)), (np.zeros((test, columns)), np.zeros(test)))

    for root in (keras.datasets, tf.keras.datasets):
        root.mnist.load_data = root.fashion_mnist.load_data = pictures(60000, (28, 28), (), 10)
        root.cifar10.load_data = pictures(50000, (32, 32, 3), (1,), 10)
        root.cifar100.load_data = pictures(50000, (32, 32, 3), (1,), 100)
        root.imdb.load_data = texts(25000, 25000, (2494, 2315), 2)
        root.reuters.load_data = texts(8982, 2246, (2376, 1032), 46)
        root.boston_housing.load_data = table(404, 102, 13)
        root.california_housing.load_data = lambda version="large", *rest, **options: (table(480, 120, 8) if version == "small" else table(16512, 4128, 8))()
    keras.utils.get_file = tf.keras.utils.get_file = lambda *rest, **options: "/nonexistent"
    keras.utils.plot_model = tf.keras.utils.plot_model = lambda *rest, **options: None
    training.install()
    for name in ("save", "save_weights", "load_weights", "export"):
        setattr(keras.Model, name, lambda *rest, **options: None)
    for layer in ("Normalization", "Discretization", "TextVectorization", "StringLookup", "IntegerLookup"):
        adapt_leniently(getattr(keras.layers, layer))
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
    old_keras.install()


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
    import torch.utils.model_zoo

    torch.load = stop
    torch.save = lambda *rest, **options: None
    torch.Tensor.backward = stop
    torch.optim.Optimizer.step = stop
    # Weights would have to be fetched; the layers are the same without.
    torch.hub.load_state_dict_from_url = torch.utils.model_zoo.load_url = lambda *rest, **options: {}
    torch.nn.Module.load_state_dict = lambda *rest, **options: None
    for module in [module for name, module in sys.modules.items() if name.startswith("torchvision")]:
        if hasattr(module, "load_state_dict_from_url"):
            module.load_state_dict_from_url = torch.hub.load_state_dict_from_url
    torch.utils.data.DataLoader = Loader
    # torchvision may be there already; its data sets would be fetched.
    if torchvision := sys.modules.get("torchvision"):
        torchvision.datasets = sys.modules["torchvision.datasets"] = FakeModule("torchvision.datasets")
    one_device()


def one_device():
    """What is meant for another processor runs on this one."""
    import torch
    from torch.overrides import TorchFunctionMode

    def here(value):
        meant = str(value) if isinstance(value, (str, torch.device)) else ""
        return "cpu" if meant.startswith(("cuda", "mps")) else value

    class Here(TorchFunctionMode):
        def __torch_function__(self, function, types, rest=(), options=None):
            if function is torch.Tensor.cuda:
                return rest[0]
            rest = [here(each) for each in rest]
            return function(*rest, **{name: here(value) for name, value in (options or {}).items()})

    Here().__enter__()
    torch.nn.Module.cuda = lambda self, *rest, **options: self
    move = torch.nn.Module.to
    torch.nn.Module.to = lambda self, *rest, **options: move(self, *map(here, rest), **{name: here(value) for name, value in options.items()})
    for name in ("set_device", "synchronize", "empty_cache", "reset_peak_memory_stats"):
        setattr(torch.cuda, name, lambda *rest, **options: None)
    for name in ("FloatTensor", "LongTensor", "ByteTensor", "HalfTensor", "IntTensor", "DoubleTensor"):
        setattr(torch.cuda, name, getattr(torch, name))
