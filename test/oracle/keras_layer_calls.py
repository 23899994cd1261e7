"""
Records calls of Keras's layers that layers.py and spatial_layers.py leave out, with random arguments from a fixed seed:
test/recorded/keras-layer-calls.json, and the list of all public layers, which the records are held against.

Run from the repository root: python test/oracle/keras_layer_calls.py

A case is [construction, call of `f`, output shapes, shapes of its weights], both null where it raises.
"""

import inspect
import json
import os
import pathlib
import random

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

R = random.Random(20260303)
TARGET = pathlib.Path("test/recorded/keras-layer-calls.json")
COUNT = 12
# The user's own classes, in the record and in the test alike.
HEAD = '''
import keras
from keras import layers, ops

class MinimalCell(keras.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units), name="recurrent_kernel")

    def call(self, inputs, states):
        output = ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.recurrent_kernel)
        return output, [output]

class PairCell(keras.Layer):
    def __init__(self, units, width, **kwargs):
        super().__init__(**kwargs)
        self.dense, self.state_size, self.output_size = layers.Dense(width), [units, units], width
        self.mix = layers.Dense(units)

    def call(self, inputs, states):
        a, b = states
        new = self.mix(inputs)
        return self.dense(a + new), [b, a]

class Doubled(layers.Wrapper):
    def call(self, inputs):
        return ops.concatenate([self.layer(inputs), self.layer(inputs)], axis=-1)
'''


def one(*values):
    return R.choice(values)


def number(low, high):
    return R.randint(low, high)


def text(name, *positional, **options):
    return f"{name}({', '.join([*map(str, positional), *(f'{key}={value!r}' for key, value in options.items())])})"


def options(**choices):
    """Each argument with an even chance."""
    return {name: value for name, value in choices.items() if R.random() < 0.5}


def tensor(*shape, **more):
    return text("keras.Input", repr(tuple(shape)), **more)


def sequence(steps=None, width=None):
    return tensor(steps or one(None, number(2, 9)), width or number(1, 6))


def picture(channels=3):
    return tensor(number(4, 12), number(4, 12), channels)


def cell():
    kind = one("SimpleRNNCell", "GRUCell", "LSTMCell", "MinimalCell", "PairCell")
    if kind == "PairCell":
        return text(kind, number(1, 5), number(1, 5))
    if kind == "MinimalCell":
        return text(kind, number(1, 7))
    more = options(use_bias=False, **({"reset_after": False} if kind == "GRUCell" else {}))
    return text("layers." + kind, number(1, 7), **more)


def recurrent(**more):
    kind = one("SimpleRNN", "GRU", "LSTM")
    given = options(use_bias=False, return_sequences=True, **({"reset_after": False} if kind == "GRU" else {}))
    return text("layers." + kind, number(1, 6), **{**given, **more})


def cell_case(name, states):
    units = number(1, 7)
    given = options(use_bias=False, activation="relu", **({"reset_after": False} if name == "GRUCell" else {}))
    before = ", ".join(tensor(units) for _ in range(states))
    return text("layers." + name, units, **given), f"f({tensor(number(1, 6))}, [{before}])"


def rnn():
    cells = cell() if R.random() < 0.6 else f"[{', '.join(cell() for _ in range(number(1, 3)))}]"
    return text("layers.RNN", cells, **options(return_sequences=True, return_state=True, go_backwards=True)), f"f({sequence()})"


def stacked():
    kinds = [("SimpleRNNCell", 1), ("GRUCell", 1), ("LSTMCell", 2)]
    chosen = [(R.choice(kinds), number(1, 5)) for _ in range(number(1, 3))]
    cells = ", ".join(f"layers.{name}({units})" for (name, _), units in chosen)
    states = [[tensor(units) for _ in range(count)] for (_, count), units in chosen]
    given = ", ".join(each[0] if len(each) == 1 else f"[{', '.join(each)}]" for each in states)
    return f"layers.StackedRNNCells([{cells}])", f"f({tensor(number(1, 6))}, [{given}])"


def bidirectional():
    merge = options(merge_mode=one("concat", "sum", "ave", "mul", None))
    kind = number(0, 3)
    if kind == 0:
        sequences, units, other = one(True, False), number(1, 5), number(1, 5) if merge.get("merge_mode", "concat") == "concat" else None
        forward = f"layers.LSTM({units}, return_sequences={sequences})"
        backward = f"layers.GRU({units}, return_sequences={sequences}, go_backwards=True)"
        return text("layers.Bidirectional", forward, **merge)[:-1] + f", backward_layer={backward})", f"f({sequence()})"
    more = {"return_state": True} if kind == 1 else {}
    more |= {"go_backwards": True} if R.random() < 0.1 else {}
    return text("layers.Bidirectional", recurrent(**more), **merge), f"f({sequence()})"


def time_distributed():
    inner, shape = R.choice([
        (f"layers.Dense({number(1, 6)})", (number(1, 4),)),
        (f"layers.Conv2D({number(1, 6)}, {number(1, 3)}, padding={one('same', 'valid')!r})", (number(4, 7), number(4, 7), number(1, 3))),
        ("layers.Flatten()", (number(1, 4), number(1, 4))),
        ("layers.GlobalAveragePooling2D()", (number(2, 4), number(2, 4), number(1, 5))),
        (f"layers.LSTM({number(1, 4)})", (number(2, 4), number(1, 4))),
        (f"keras.Sequential([layers.Dense({number(1, 4)}), layers.Dense({number(1, 4)})])", (number(1, 5),)),
    ])
    return f"layers.TimeDistributed({inner})", f"f({tensor(number(2, 6), *shape)})"


def spectral():
    inner, given = R.choice([
        (text("layers.Conv2D", number(1, 8), number(1, 4), **options(padding="same", use_bias=False)), picture(number(1, 4))),
        (text("layers.Conv2DTranspose", number(1, 8), number(1, 4), strides=2), picture(number(1, 4))),
        (text("layers.Dense", number(1, 8)), tensor(number(1, 6))),
        (text("layers.Embedding", number(2, 9), number(1, 6)), tensor(number(2, 5))),
        (text("layers.DepthwiseConv2D", number(1, 3)), picture(number(1, 4))),
        ("layers.ReLU()", picture()),
    ])
    return text("layers.SpectralNormalization", inner, **options(power_iterations=number(1, 3))), f"f({given})"


def grouped():
    heads, groups = number(1, 3), number(1, 3)
    width, model = number(1, 5), number(1, 8)
    total = heads * groups + (1 if R.random() < 0.1 else 0)
    given = options(use_bias=False, use_gate=True, dropout=0.1)
    query, value = tensor(number(2, 6), model), tensor(number(2, 6), model if R.random() < 0.9 else 9)
    more = ", return_attention_scores=True" if R.random() < 0.3 else ""
    return text("layers.GroupQueryAttention", width, total, groups, **given), f"f({query}, {value}{more})"


def multi_head():
    model = number(1, 8)
    given = options(value_dim=number(1, 6), use_bias=False, output_shape=number(1, 6), dropout=0.1)
    if R.random() < 0.25:
        shape = (number(2, 4), number(2, 4), model)
        axes = one((1,), (2,), (1, 2))
        return text("layers.MultiHeadAttention", number(1, 4), number(1, 5), attention_axes=axes, **given), f"f({tensor(*shape)}, {tensor(*shape)})"
    more = ", return_attention_scores=True" if R.random() < 0.4 else ""
    key = f", {tensor(6, number(1, 8))}" if R.random() < 0.3 else ""
    # Of other lengths, Keras tells another shape of the scores than it then computes.
    query, value = tensor(6 if more else number(2, 6), model), tensor(6, number(1, 8))
    return text("layers.MultiHeadAttention", number(1, 4), number(1, 5), **given), f"f({query}, {value}{key}{more})"


def attention(name):
    width, length = number(1, 6), number(2, 6)
    given = options(use_scale=one(True, False), **({"score_mode": "concat"} if name == "Attention" else {}))
    key = f", {tensor(length, width)}" if R.random() < 0.4 else ""
    value = tensor(length, width if not key else number(1, 6))
    more = ", return_attention_scores=True" if R.random() < 0.4 else ""
    return text("layers." + name, **given), f"f([{tensor(number(2, 6), width)}, {value}{key}]{more})"


def mel():
    length = one(None, number(3000, 20000))
    given = options(num_mel_bins=number(8, 80), sequence_stride=number(100, 600), fft_length=one(512, 1024), sequence_length=one(400, 512, 800))
    return text("layers.MelSpectrogram", **given), f"f({tensor(length)})"


def stft():
    given = options(
        mode=one("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
        frame_length=number(20, 300),
        frame_step=number(10, 60),
        fft_length=one(256, 300, 512),
        padding=one("same", "valid"),
        expand_dims=True,
    )
    # The windows that have a name are taken from scipy.
    return text("layers.STFTSpectrogram", window=None, **given), f"f({tensor(number(200, 900), number(1, 3))})"


def reversible():
    words, width = number(2, 50), number(1, 9)
    given = options(tie_weights=False, mask_zero=True, logit_soft_cap=2.0)
    if R.random() < 0.5:
        size = width + (1 if R.random() < 0.15 else 0)
        return text("layers.ReversibleEmbedding", words, width, **given), f"f({tensor(number(2, 5), size)}, reverse=True)"
    return text("layers.ReversibleEmbedding", words, width, **given), f"f({tensor(number(2, 5))})"


FACTOR = "RandomBrightness RandomColorDegeneration RandomContrast RandomHue RandomPosterization RandomRotation RandomSaturation RandomSharpness"
PLAIN = """AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization MixUp RandAugment RandomColorJitter
RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomInvert RandomPerspective RandomShear Solarization"""


def augmentation(name):
    if name in FACTOR.split():
        return text("layers." + name, 8 if "Post" in name else one(0.1, 0.4)), f"f({picture()})"
    if name in ("RandomTranslation", "RandomZoom"):
        return text("layers." + name, one(0.1, 0.3), one(0.1, 0.2)), f"f({picture(number(1, 3))})"
    if name == "MaxNumBoundingBoxes":
        return text("layers." + name, number(1, 9)), f"f({picture()})"
    return text("layers." + name), f"f({picture()})"


def pipeline():
    parts = R.sample(["layers.RandomFlip()", "layers.CenterCrop(4, 3)", "layers.Rescaling(0.1)", "layers.Resizing(6, 5)", "layers.Dense(4)"], number(1, 4))
    return f"layers.Pipeline([{', '.join(parts)}])", f"f({picture()})"


def wrapper():
    inner = one("layers.Dense(4)", "layers.Conv2D(3, 2)", "layers.BatchNormalization()", "layers.ReLU()")
    return f"Doubled({inner})", f"f({picture()})"


WORDS = ["red", "green", "blue", "grey"]


def lookup(name):
    strings = name == "StringLookup"
    vocabulary = (WORDS if strings else [3, 5, 8, 13])[: number(2, 4)]
    given = options(output_mode=one("int", "one_hot", "multi_hot", "count"), num_oov_indices=number(1, 3), mask_token="" if strings else 0)
    shape = one((1,), (number(2, 4),))
    if R.random() < 0.3:
        given.update(pad_to_max_tokens=True, max_tokens=number(8, 12), output_mode="multi_hot")
    return text("layers." + name, vocabulary=vocabulary, **given), f"f({tensor(*shape, dtype='string' if strings else 'int64')})"


def encoding(name):
    shape = one((1,), (number(2, 4),))
    if name == "Hashing":
        return text("layers.Hashing", number(2, 9), **options(output_mode=one("one_hot", "multi_hot", "count"))), f"f({tensor(*shape, dtype='int64')})"
    if name == "HashedCrossing":
        return text("layers.HashedCrossing", number(2, 9)), f"f(({tensor(1, dtype='int64')}, {tensor(1, dtype='int64')}))"
    if name == "CategoryEncoding":
        return text("layers.CategoryEncoding", number(2, 9), **options(output_mode=one("one_hot", "multi_hot", "count"))), f"f({tensor(*shape, dtype='int32')})"
    bounds = sorted(R.sample(range(20), number(1, 5)))
    return text("layers.Discretization", bounds, **options(output_mode=one("one_hot", "multi_hot", "count"))), f"f({tensor(*shape)})"


def vectorization():
    given = one({"output_sequence_length": number(2, 9)}, {}, {"output_mode": "multi_hot", "max_tokens": number(8, 20), "pad_to_max_tokens": True})
    return text("layers.TextVectorization", vocabulary=WORDS, **given), f"f({tensor(1, dtype='string')})"


def einsum():
    equation, output, shape = R.choice([
        ("ab,bc->ac", number(1, 6), (number(1, 5),)),
        ("abc,cd->abd", (None, number(1, 6)), (number(1, 5), number(1, 5))),
        ("abc,cde->abde", (None, number(1, 4), number(1, 4)), (number(1, 5), number(1, 5))),
        ("...x,xy->...y", number(1, 6), (number(1, 5), number(1, 5))),
        ("abc,bcd->ad", number(1, 6), (number(1, 5), number(1, 5))),
    ])
    last = equation[-1]
    return text("layers.EinsumDense", repr(equation), output_shape=output, **options(bias_axes=last)), f"f({tensor(*shape)})"


def normalisation(name):
    rank = number(1, 3)
    shape = [number(1, 6) for _ in range(rank)]
    axis = one(-1, number(1, rank))
    if name == "Normalization" and R.random() < 0.3:
        return text("layers.Normalization", mean=0.5, variance=2.0), f"f({tensor(*shape)})"
    return text("layers." + name, **options(axis=axis)), f"f({tensor(*shape)})"


def identity(name):
    if name == "Lambda":
        return R.choice(["layers.Lambda(lambda x: x * 2)", "layers.Lambda(lambda x: x[:, 0])", "layers.Lambda(lambda x: ops.sum(x, axis=1))"]), f"f({sequence(4)})"
    return text("layers." + name), f"f({sequence()})"


def global_pool(name):
    rank = int(name[-2])
    return text("layers." + name, **options(keepdims=True)), f"f({tensor(*(number(2, 6) for _ in range(rank + 1)))})"


CASES = {
    **{name: (lambda name=name, states=states: cell_case(name, states)) for name, states in (("SimpleRNNCell", 1), ("GRUCell", 1), ("LSTMCell", 2))},
    **{name: lambda: (recurrent(return_state=one(True, False)), f"f({sequence()})") for name in ("SimpleRNN", "GRU", "LSTM")},
    "RNN": rnn,
    "StackedRNNCells": stacked,
    "Bidirectional": bidirectional,
    "TimeDistributed": time_distributed,
    "SpectralNormalization": spectral,
    "GroupQueryAttention": grouped,
    "MultiHeadAttention": multi_head,
    **{name: (lambda name=name: attention(name)) for name in ("Attention", "AdditiveAttention")},
    "MelSpectrogram": mel,
    "STFTSpectrogram": stft,
    "ReversibleEmbedding": reversible,
    **{name: (lambda name=name: augmentation(name)) for name in [*FACTOR.split(), *PLAIN.split(), "RandomTranslation", "RandomZoom", "MaxNumBoundingBoxes"]},
    "Pipeline": pipeline,
    "Wrapper": wrapper,
    **{name: (lambda name=name: lookup(name)) for name in ("StringLookup", "IntegerLookup")},
    **{name: (lambda name=name: encoding(name)) for name in ("Hashing", "HashedCrossing", "CategoryEncoding", "Discretization")},
    "TextVectorization": vectorization,
    "EinsumDense": einsum,
    **{name: (lambda name=name: normalisation(name)) for name in ("Normalization", "RMSNormalization", "UnitNormalization")},
    "Lambda": lambda: identity("Lambda"),
    **{f"Global{kind}Pool{rank}D": (lambda name=f"Global{kind}Pool{rank}D": global_pool(name)) for kind in ("Avg", "Max") for rank in (1, 2, 3)},
}


def shapes(value):
    import keras

    return [list(each.shape) for each in keras.tree.flatten(value)]


def run(name):
    import keras

    found, seen = [], set()
    for _ in range(COUNT):
        construction, call = CASES[name]()
        if (construction, call) in seen:
            continue
        seen.add((construction, call))
        namespace = {}
        exec(HEAD, namespace)
        try:
            layer = namespace["f"] = eval(construction, namespace)
            output = shapes(eval(call, namespace))
        except Exception as error:
            print(construction, call, str(error).strip().split("\n")[0][:120])
            found.append([construction, call, None, None])
        else:
            weights = [list(weight.shape) for weight in layer.weights if "seed" not in weight.path]
            found.append([construction, call, output, sorted(weights)])
    return found


def main():
    import keras

    public = [name for name in dir(keras.layers) if inspect.isclass(getattr(keras.layers, name))]
    lines = [f'"head": {json.dumps(HEAD)}', f'"layers": {json.dumps(public)}']
    cases = {name: run(name) for name in CASES}
    lines.append('"cases": {\n' + ",\n".join(f' "{name}": {json.dumps(found)}' for name, found in cases.items()) + "\n}")
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(len(cases), "layers", sum(map(len, cases.values())), "cases", sum(case[2] is None for each in cases.values() for case in each), "refused")


if __name__ == "__main__":
    main()
