"""Operations on tensors: shapes, merging, arithmetic, padding."""
import keras
import numpy as np
import torch
import torch.nn.functional as F

from .recording import normal, record, spell


def tensors():
    x = normal(2, 3, 4)
    record(
        "other",
        "Reshape",
        "keras",
        {"op": "reshape", "shape": [2, 6, 2]},
        [x],
        {},
        np.asarray(keras.layers.Reshape((6, 2))(x)),
        "Reshape",
        {"target_shape": [6, 2]},
    )
    record(
        "other",
        "Permute",
        "keras",
        {"op": "permute", "order": [0, 2, 1]},
        [x],
        {},
        np.asarray(keras.layers.Permute((2, 1))(x)),
        "Permute",
        {"dims": [2, 1]},
    )
    x = normal(2, 3, 4, 5)
    record(
        "other",
        "permute",
        "torch",
        {"op": "permute", "order": [0, 3, 1, 2]},
        [x],
        {},
        torch.from_numpy(x).permute(0, 3, 1, 2).numpy(),
    )
    parts = [normal(2, 3, 4), normal(2, 3, 1), normal(2, 3, 2)]
    record(
        "other",
        "Concatenate",
        "keras",
        {"op": "concat", "axis": -1},
        parts,
        {},
        np.asarray(keras.layers.Concatenate()(parts)),
        "Concatenate",
        {},
    )
    parts = [normal(2, 1, 4), normal(2, 3, 4)]
    record(
        "other",
        "cat",
        "torch",
        {"op": "concat", "axis": 1},
        parts,
        {},
        torch.cat([torch.from_numpy(p) for p in parts], 1).numpy(),
    )
    merges = {"Add": "+", "Multiply": "*", "Maximum": "max", "Minimum": "min", "Average": "average"}
    for name, operator in merges.items():
        parts = [normal(2, 3, 4) for _ in range(3)]
        record(
            "other",
            name,
            "keras",
            {"op": "binary", "operator": operator},
            parts,
            {},
            np.asarray(getattr(keras.layers, name)()(parts)),
            name,
            {},
        )
    pair = [normal(2, 3, 4), normal(2, 3, 4)]
    record(
        "other",
        "Subtract",
        "keras",
        {"op": "binary", "operator": "-"},
        pair,
        {},
        np.asarray(keras.layers.Subtract()(pair)),
        "Subtract",
        {},
    )
    for operator, f in (
        ("+", torch.add),
        ("-", torch.sub),
        ("*", torch.mul),
        ("/", torch.div),
        ("max", torch.maximum),
        ("min", torch.minimum),
    ):
        pair = [normal(2, 1, 4), normal(3, 1)]
        record(
            "other",
            f"{operator} broadcast",
            "torch",
            {"op": "binary", "operator": operator},
            pair,
            {},
            f(*map(torch.from_numpy, pair)).numpy(),
        )
    for operator, f in (
        ("+", lambda t: t + 1.5),
        ("-", lambda t: t - 1.5),
        ("*", lambda t: t * 1.5),
        ("/", lambda t: t / 1.5),
        ("rsub", lambda t: 1.5 - t),
        ("rdiv", lambda t: 1.5 / t),
    ):
        x = normal(2, 5)
        record(
            "other",
            f"{operator} 1.5",
            "torch",
            {"op": "scalar", "operator": operator, "value": 1.5},
            [x],
            {},
            f(torch.from_numpy(x)).numpy(),
        )
    for power in (2, 0.5, -1):
        x = np.abs(normal(2, 5)) + 0.1
        record(
            "other",
            f"** {power}",
            "torch",
            {"op": "scalar", "operator": "**", "value": power},
            [x],
            {},
            (torch.from_numpy(x) ** power).numpy(),
        )
    for layout in ("channels_last", "channels_first"):
        x = normal(1, 4, 5, 3)
        spatial = [[1, 2], [0, 3]]
        amounts = [[0, 0], *spatial, [0, 0]] if layout == "channels_last" else [[0, 0], [0, 0], *spatial]
        args = {"padding": spatial, "data_format": layout}
        record(
            "other",
            spell("ZeroPadding2D", args),
            "keras",
            {"op": "pad", "amounts": amounts, "mode": "constant", "value": 0},
            [x],
            {},
            np.asarray(keras.layers.ZeroPadding2D(**args)(x)),
            "ZeroPadding2D",
            args,
        )
        spatial = [[1, 1], [0, 1]]
        amounts = [[0, 0], *spatial, [0, 0]] if layout == "channels_last" else [[0, 0], [0, 0], *spatial]
        args = {"cropping": spatial, "data_format": layout}
        record(
            "other",
            spell("Cropping2D", args),
            "keras",
            {"op": "crop", "amounts": amounts},
            [x],
            {},
            np.asarray(keras.layers.Cropping2D(**args)(x)),
            "Cropping2D",
            args,
        )
    for mode in ("constant", "reflect", "replicate", "circular"):
        x = normal(1, 2, 4, 5)
        more = {"value": 2.5} if mode == "constant" else {}
        y = F.pad(torch.from_numpy(x), (1, 2, 3, 0), mode=mode, **more).numpy()
        call = {"op": "pad", "amounts": [[0, 0], [0, 0], [3, 0], [1, 2]], "mode": mode, "value": more.get("value", 0)}
        record("other", f"pad {mode}", "torch", call, [x], {}, y)
    x = normal(1, 2, 4, 5)
    call = {"op": "pad", "amounts": [[0, 0], [0, 0], [-1, 2], [1, -2]], "mode": "constant", "value": 0}
    record(
        "other", "pad with negative amounts", "torch", call, [x], {}, F.pad(torch.from_numpy(x), (1, -2, -1, 2)).numpy()
    )
