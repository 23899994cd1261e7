"""Records outputs of the real Keras, TensorFlow and PyTorch for every kernel of the engine.

Run from the repository root: python test/oracle/kernels.py
It writes test/recorded/kernels-*.json. A case is
    {"name", "framework", "layer", "args", "call", "inputs", "weights", "output"}
where `call` is the KernelCall of extension/model/kernel.ts that this script derives from the framework's own documentation,
`layer` and `args` are what was called (null where several layers or a function without a record took part), and an array is
{"shape", "data"} with float32 little-endian bytes in base64.

TensorFlow on a CPU has no channels_first convolutions, pools and grouped convolutions. Where a Keras layer fails for that reason,
the output is that of the same layer in channels_last on the transposed input (`transposed` in the case), or of one layer per group.
Conv2DTranspose is always recorded so: with oneDNN it runs in channels_first, but TensorFlow 2.21 then gives other numbers than in
channels_last for a 2 x 2 kernel with stride 1 and padding='valid'.
"""
import json
import os
import sys

sys.dont_write_bytecode = True

from kernel_cases import activations, keras_convolutions, layers, models, resizes, tensors, torch_convolutions
from kernel_cases.recording import CASES, keras, tf, torch

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    keras_convolutions.keras_convolutions()
    torch_convolutions.torch_convolutions()
    keras_convolutions.keras_transposeds()
    torch_convolutions.torch_transposeds()
    resizes.keras_resizes()
    resizes.torch_resizes()
    layers.rearrangements()
    layers.pools()
    layers.normalisations()
    activations.activations()
    layers.dense_layers()
    tensors.tensors()
    activations.special_values()
    models.keras_unet()
    models.torch_super_resolution()
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "torch": torch.__version__}
    for group, cases in CASES.items():
        path = os.path.join(HERE, "..", "recorded", f"kernels-{group}.json")
        with open(path, "w") as file:
            lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
            file.write(f'{{"versions":{json.dumps(versions)},"cases":[\n{lines}\n]}}\n')
        print(group, len(cases), os.path.getsize(path))


if __name__ == "__main__":
    main()
