"""
Records keras.applications: test/recorded/keras-applications.json. Of every network and variant the name, the parameters and the digest
of the whole table: [name, type, output shapes, parameters] of every row of summary(), as JSON. Of one variant of each family the table itself.

Run from the repository root: python test/oracle/keras_applications.py            (needs tensorflow and keras; takes some minutes)
                              python test/oracle/keras_applications.py "VGG16()"  (prints the table of one call)
"""

import hashlib
import json
import os
import pathlib
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras

SMALL, TOP, OPEN = (
    "weights=None, include_top=False, pooling='avg', input_shape=(128, 160, 3)",
    "weights=None",
    "weights=None, include_top=False",
)
MAXIMUM = "weights=None, include_top=False, pooling='max', input_shape=(160, 128, 4)"
OWN = "weights=None, input_shape=(128, 128, 3), classes=7, classifier_activation=None, name='backbone'"
# V2's blocks are looked up by name, so that it takes none other.
UNNAMED = OWN.replace(", name='backbone'", "")
PLAIN = "weights=None, include_preprocessing=False, input_shape=(96, 96, 3), classes=5"

FAMILIES = {
    **{name: [SMALL, TOP, OPEN, OWN] for name in ("VGG16", "ResNet50", "ResNet50V2", "DenseNet121", "Xception", "InceptionV3")},
    **{name: [SMALL, TOP, MAXIMUM] for name in ("VGG19", "ResNet101", "ResNet101V2", "DenseNet169", "InceptionResNetV2")},
    **{name: [SMALL, TOP] for name in ("ResNet152", "ResNet152V2", "DenseNet201", *(f"EfficientNetB{i}" for i in range(4, 8)))},
    **{name: [SMALL, TOP, OPEN, OWN] for name in (f"EfficientNetB{i}" for i in range(4))},
    **{
        name: [SMALL, TOP, OPEN, OWN, f"{TOP}, alpha=0.5", f"{OPEN}, alpha=1.4", f"{SMALL}, alpha=0.35"]
        for name in ("MobileNet", "MobileNetV2")
    },
    "MobileNet": [SMALL, TOP, OPEN, OWN, f"{TOP}, alpha=0.5, depth_multiplier=2, dropout=0.3", f"{OPEN}, alpha=0.25", MAXIMUM],
    **{
        name: [SMALL, TOP, OPEN, OWN, PLAIN, f"{TOP}, alpha=0.75", f"{OWN}, alpha=1.5, dropout_rate=0", f"{TOP}, minimalistic=True"]
        for name in ("MobileNetV3Small", "MobileNetV3Large")
    },
    **{f"EfficientNetV2{part}": [SMALL, TOP, OPEN, UNNAMED, PLAIN] for part in ("B0", "S")},
    **{f"EfficientNetV2{part}": [SMALL, TOP, MAXIMUM] for part in ("B1", "B2", "B3", "M")},
    "EfficientNetV2L": [SMALL, TOP],
    **{f"ConvNeXt{part}": [SMALL, TOP, OPEN, OWN, PLAIN, MAXIMUM] for part in ("Tiny", "Small")},
    **{f"ConvNeXt{part}": [SMALL, TOP] for part in ("Base", "Large", "XLarge")},
    "NASNetMobile": [SMALL, TOP, OPEN, OWN, MAXIMUM],
    "NASNetLarge": [SMALL, TOP],
}
# Whose tables are kept in full: one of each family.
SHOWN = set(
    "VGG16 ResNet50 ResNet50V2 MobileNet MobileNetV2 MobileNetV3Large DenseNet121 Xception InceptionV3 InceptionResNetV2 "
    "EfficientNetB0 EfficientNetV2B0 EfficientNetV2S ConvNeXtTiny NASNetMobile".split()
)
OUT = pathlib.Path("test/recorded/keras-applications.json")


def row(operation):
    shapes = [list(tensor.shape) for tensor in keras.tree.flatten(operation.output)]
    count = int(operation.count_params()) if hasattr(operation, "count_params") else 0
    return [operation.name, type(operation).__name__, shapes, count]


def built(call):
    """Nobody reads the numbers: in a stateless scope no weight is filled."""
    keras.backend.clear_session()
    with keras.StatelessScope():
        return eval(call, {"keras": keras})


def record(name, arguments, whole):
    call = f"keras.applications.{name}({arguments})"
    model = built(call)
    trainable = sum(_product(weight.shape) for weight in model.trainable_weights)
    rows = [row(operation) for operation in model._operations]
    digest = hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()
    entry = {"call": call, "name": model.name, "total": int(model.count_params()), "trainable": trainable, "digest": digest[:16]}
    return {**entry, "layers": rows} if whole else entry


def _product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


def main():
    if sys.argv[1:]:
        for operation in built(f"keras.applications.{sys.argv[1]}")._operations:
            print(json.dumps(row(operation)))
        return
    missing = {name for name in dir(keras.applications) if name[0].isupper()} - set(FAMILIES)
    assert not missing, missing
    recorded = []
    for name, variants in FAMILIES.items():
        for arguments in variants:
            recorded.append(record(name, arguments, name in SHOWN and arguments is SMALL))
            print(recorded[-1]["call"], recorded[-1]["total"], flush=True)
    OUT.write_text("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in recorded) + "\n]\n", encoding="utf-8")


main()
