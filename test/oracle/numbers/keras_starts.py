"""
What weights start as under each initialiser of Keras: the moments of the real numbers, to test/recorded/starts-keras.json.

Run from the repository root: python test/oracle/numbers/keras_starts.py

Each case is `layer: argument`: the layer that is built, with `I` in its place for the initialiser of its kernel.
"""
import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
from keras import layers

LAYERS = {
    "layers.Conv2D(96, 3, kernel_initializer=I)": (8, 8, 64),
    "layers.Conv2DTranspose(96, 4, kernel_initializer=I)": (8, 8, 64),
    "layers.DepthwiseConv2D(3, depth_multiplier=64, depthwise_initializer=I)": (8, 8, 96),
    "layers.Dense(256, kernel_initializer=I)": (384,),
}
INITIALISERS = [
    "'glorot_uniform'",
    "'glorot_normal'",
    "'he_uniform'",
    "'he_normal'",
    "'HeNormal'",
    "'lecun_uniform'",
    "'lecun_normal'",
    "'random_normal'",
    "'random_uniform'",
    "'truncated_normal'",
    "'zeros'",
    "'ones'",
    "keras.initializers.RandomNormal(mean=0.0, stddev=0.02)",
    "keras.initializers.RandomNormal(1.0, 0.02)",
    "keras.initializers.RandomUniform(-0.3, maxval=0.1)",
    "keras.initializers.TruncatedNormal(mean=0.5, stddev=0.1)",
    "keras.initializers.Constant(0.25)",
    "keras.initializers.VarianceScaling()",
    "keras.initializers.VarianceScaling(scale=2.0, mode='fan_out', distribution='untruncated_normal')",
    "keras.initializers.VarianceScaling(scale=0.1, mode='fan_avg', distribution='uniform')",
    "keras.initializers.he_normal(seed=3)",
    "keras.initializers.Orthogonal(gain=0.5)",
    "keras.initializers.GlorotNormal()",
    "{'class_name': 'TruncatedNormal', 'config': {'stddev': 0.2}}",
    "{'class_name': 'VarianceScaling', 'config': {'scale': 2.0, 'mode': 'fan_out', 'distribution': 'truncated_normal'}}",
    "keras.initializers.get('he_uniform')",
    "keras.initializers.get({'class_name': 'RandomNormal', 'config': {'stddev': 0.3}})",
    "keras.initializers.get(keras.initializers.HeNormal)",
]


def main():
    keras.utils.set_random_seed(0)
    cases = {}
    for code, shape in LAYERS.items():
        for initialiser in INITIALISERS:
            layer = eval(code.replace("=I", f"={initialiser}"))
            layer.build((None, *shape))
            w = np.asarray(layer.weights[0], dtype="float64")
            cases[f"{code.replace('=I', f'={initialiser}')} on {shape}"] = {
                "mean": w.mean(),
                "deviation": w.std(),
                "least": w.min(),
                "most": w.max(),
            }
    target = pathlib.Path("test/recorded/starts-keras.json")
    target.write_text("{\n" + ",\n".join(f"{json.dumps(key)}:{json.dumps(value)}" for key, value in cases.items()) + "\n}\n")
    print(target, len(cases), "cases")


if __name__ == "__main__":
    main()
