"""
Records keras.applications: test/recorded/keras-applications.json. Per network the name and the parameters of each variant, and of one
variant the whole table (name, type, output shape, parameters of every row of summary()).

Run from the repository root: python test/oracle/keras_applications.py   (needs tensorflow and keras; takes some minutes)
"""

import json
import os
import pathlib

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras

NAMES = [
    *("VGG16", "VGG19", "ResNet50", "ResNet101", "ResNet152", "ResNet50V2", "ResNet101V2", "ResNet152V2", "MobileNet", "MobileNetV2"),
    *("DenseNet121", "DenseNet169", "DenseNet201", "Xception", "InceptionV3", *(f"EfficientNetB{i}" for i in range(8))),
]
VARIANTS = [
    "weights=None, include_top=False, pooling='avg', input_shape=(128, 160, 3)",
    "weights=None",
    "weights=None, include_top=False",
]
# Building all variants of the deepest takes minutes and says nothing new.
DEEP = {"ResNet101", "ResNet152", "ResNet101V2", "ResNet152V2", "DenseNet169", "DenseNet201", *(f"EfficientNetB{i}" for i in (2, 4, 5, 6, 7))}
OUT = pathlib.Path("test/recorded/keras-applications.json")


def row(operation):
    shapes = [list(tensor.shape) for tensor in keras.tree.flatten(operation.output)]
    count = int(operation.count_params()) if hasattr(operation, "count_params") else 0
    return [operation.name, type(operation).__name__, shapes, count]


def record(name, variant, whole):
    keras.backend.clear_session()
    call = f"keras.applications.{name}({variant})"
    model = eval(call)
    trainable = sum(_product(weight.shape) for weight in model.trainable_weights)
    entry = {"call": call, "name": model.name, "total": int(model.count_params()), "trainable": trainable}
    return {**entry, "layers": [row(operation) for operation in model._operations]} if whole else entry


def _product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


def main():
    recorded = []
    for name in NAMES:
        for variant in VARIANTS[:1] if name in DEEP else VARIANTS:
            recorded.append(record(name, variant, variant is VARIANTS[0]))
            # Minutes of work: what is done is kept.
            OUT.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in recorded) + "\n]\n", encoding="utf-8")


main()
