"""Records the text of Keras's model.summary() for many models, with what its rows are made of.

Run from the repository root: python test/oracle/summary.py
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
from keras import layers as L


def connections(model, operation):
    nodes = [node for level in model._nodes_by_depth.values() for node in level]
    found = []
    for node in operation._inbound_nodes:
        if node in nodes:
            for tensor in node.input_tensors:
                history = tensor._keras_history
                found.append(f"{history.operation.name}[{history.node_index}][{history.tensor_index}]")
    return found


def shapes(operation):
    if not operation._inbound_nodes:
        shape = getattr(operation, "_build_shapes_dict", None)
        return [list(operation.compute_output_shape(**shape))] if shape else []
    return [list(tensor.shape) for tensor in operation._inbound_nodes[-1].output_tensors]


def rows(model):
    functional = isinstance(model, keras.Model) and not isinstance(model, keras.Sequential)
    for operation in model._operations if functional else model.layers:
        built = getattr(operation, "built", None)
        yield {
            "name": operation.name,
            "type": type(operation).__name__,
            "outputShapes": shapes(operation),
            "params": operation.count_params() if built else 0,
            "unbuilt": built is False,
            "connectedTo": connections(model, operation) if functional else [],
        }


def summary(model, columns):
    os.environ["COLUMNS"] = str(columns)
    text = []
    model.summary(print_fn=lambda line: text.append(line))
    return "\n".join(text)


def count(weights):
    return sum(int(keras.ops.size(weight)) for weight in weights)


def record(model, columns=80):
    return {
        "name": model.name,
        "type": "Sequential" if isinstance(model, keras.Sequential) else "Functional",
        "rows": list(rows(model)),
        "trainable": count(model.trainable_weights),
        "nonTrainable": count(model.non_trainable_weights),
        "columns": columns,
        "summary": summary(model, columns),
    }


def article():
    return keras.Sequential([keras.Input((8, 8, 3)), L.Conv2DTranspose(32, 3, strides=2, padding="same")])


def unbuilt():
    return keras.Sequential(
        [L.Conv2D(8, 3), L.BatchNormalization(), L.ReLU(), L.MaxPooling2D(), L.Flatten(), L.Dropout(0.5), L.Dense(10)]
    )


def built_later():
    model = unbuilt()
    model.build((None, 28, 28, 1))
    return model


def dcgan():
    return keras.Sequential(
        [
            keras.Input((100,)),
            L.Dense(7 * 7 * 256, use_bias=False),
            L.BatchNormalization(),
            L.LeakyReLU(),
            L.Reshape((7, 7, 256)),
            L.Conv2DTranspose(128, 5, strides=1, padding="same", use_bias=False),
            L.BatchNormalization(),
            L.Conv2DTranspose(64, 5, strides=2, padding="same", use_bias=False),
            L.Conv2DTranspose(1, 5, strides=2, padding="same", use_bias=False, activation="tanh"),
        ],
        name="generator",
    )


def unet(size=128, name="unet"):
    inputs = keras.Input((size, size, 3))
    x, skips = inputs, []
    for filters in (16, 32):
        x = L.Conv2D(filters, 3, padding="same", activation="relu")(x)
        skips.append(x)
        x = L.MaxPooling2D()(x)
    x = L.Conv2D(64, 3, padding="same")(x)
    for filters in (32, 16):
        x = L.Conv2DTranspose(filters, 2, strides=2)(x)
        x = L.Concatenate()([x, skips.pop()])
        x = L.Conv2D(filters, 3, padding="same")(x)
    return keras.Model(inputs, L.Conv2D(1, 1, activation="sigmoid")(x), name=name)


def residual():
    inputs = keras.Input((32, 32, 3), name="image")
    x = L.Conv2D(16, 3, padding="same", name="a_very_long_layer_name_for_the_first_convolution_of_the_network")(inputs)
    y = L.BatchNormalization(name="normalisation_of_the_residual_branch")(x)
    y = L.Activation("relu")(y)
    x = L.Add(name="addition")([x, y])
    x = x + y
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, L.Dense(10, activation="softmax")(x), name="residual")


def nested():
    encoder = keras.Sequential([keras.Input((28, 28, 1)), L.Conv2D(8, 3), L.Flatten(), L.Dense(16)], name="encoder")
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, L.Dense(3)(encoder(inputs)), name="nested")


def nested_twice():
    encoder = keras.Sequential([keras.Input((28, 28, 1)), L.Flatten(), L.Dense(16)], name="encoder")
    left, right = keras.Input((28, 28, 1), name="left"), keras.Input((28, 28, 1), name="right")
    return keras.Model([left, right], L.Subtract()([encoder(left), encoder(right)]), name="siamese")


def nested_sequential():
    block = keras.Sequential([L.Conv2D(4, 3, padding="same"), L.ReLU()], name="block")
    return keras.Sequential([keras.Input((16, 16, 3)), block, L.UpSampling2D(interpolation="bilinear"), L.Conv2D(1, 1)])


def unbuilt_nested():
    return keras.Sequential([keras.Sequential([L.Dense(4)], name="inner"), L.Dense(2)], name="outer")


def shared():
    inputs = keras.Input((10,))
    dense = L.Dense(10, name="shared_dense")
    return keras.Model(inputs, dense(dense(inputs)), name="shared")


def frozen():
    model = built_later()
    model.layers[0].trainable = False
    return model


def all_frozen():
    model = dcgan()
    model.trainable = False
    return model


def two_outputs():
    inputs = keras.Input((None, None, 3), name="picture")
    x = L.Conv2D(8, 3, strides=2, padding="same")(inputs)
    return keras.Model(inputs, [L.Conv2D(1, 1, name="mask")(x), L.Conv2D(4, 1, name="boxes")(x)], name="two_heads")


def open_sizes():
    return keras.Sequential([keras.Input((None, None, 3)), L.Conv2D(8, 3), L.UpSampling2D(2), L.GlobalMaxPooling2D()])


def recurrent():
    inputs = keras.Input((20,), dtype="int32")
    x = L.Embedding(1000, 32)(inputs)
    out, h, c = L.LSTM(16, return_state=True)(x)
    return keras.Model(inputs, [out, h, c])


def splits():
    inputs = keras.Input((8, 6))
    a, b, c = keras.ops.split(inputs, 3, axis=-1)
    return keras.Model(inputs, a + b * c)


def attention():
    inputs = keras.Input((10, 32))
    out, scores = L.MultiHeadAttention(4, 8)(inputs, inputs, return_attention_scores=True)
    return keras.Model(inputs, [out, scores], name="attention")


def wide_text():
    return keras.Sequential(
        [keras.Input((16, 16, 16, 3)), L.Conv3DTranspose(12, 4, strides=2, padding="same"), L.Conv3D(123, 5)],
        name="a_model_with_a_very_long_name_" * 4,
    )


def names():
    inputs = keras.Input((4,), name="x")
    x = L.Dense(4, name="name with several words in it that are long")(inputs)
    x = L.Dense(4, name="exactly_twenty_seven_charac")(x)
    x = L.Dense(4, name="[bracket] name")(x)
    return keras.Model(inputs, x, name="names [of] layers")


def large():
    return keras.Sequential([keras.Input((4096,)), L.Dense(16384), L.Dense(8192), L.Dense(288 - 1)], name="large")


def one_layer():
    return keras.Sequential([keras.Input((255,)), L.Dense(1)], name="memory_of_256")


def rounding():
    return keras.Sequential([keras.Input((287,)), L.Dense(1)], name="memory_of_288")


def scalar():
    inputs = keras.Input((), name="scalar")
    return keras.Model(inputs, inputs * 2.0, name="scalar_model")


def only_input():
    inputs = keras.Input((3,))
    return keras.Model(inputs, inputs, name="identity")


MODELS = [
    article, unbuilt, built_later, dcgan, unet, residual, nested, nested_twice, nested_sequential, unbuilt_nested, shared, frozen,
    all_frozen, two_outputs, open_sizes, recurrent, splits, attention, wide_text, names, large, one_layer, rounding, scalar, only_input,
]  # fmt: skip


def main():
    found = []
    for build in MODELS:
        keras.backend.clear_session()
        model = build()
        found.append(record(model))
        if build in (article, unet, residual, nested_twice, names):
            found.extend(record(model, columns) for columns in (70, 100, 160))
    with open("test/recorded/keras-summaries.json", "w") as file:
        json.dump(found, file, separators=(",", ":"), ensure_ascii=False)
    print(len(found), "summaries")


main()
