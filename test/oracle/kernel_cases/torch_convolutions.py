"""Convolutions and transposed convolutions of PyTorch."""
import itertools

import torch

from .recording import R, normal, per_axis, pick, record, spell, torch_weights


def torch_convolution(rank, args, spatial, batch=1):
    kind = f"Conv{rank}d"
    module = getattr(torch.nn, kind)(**args)
    weights = torch_weights(module)
    x = normal(batch, args["in_channels"], *spatial)
    padding = args.get("padding", 0)
    if padding == "same" or padding == "valid":
        amounts = padding
    else:
        amounts = [[p, p] for p in (padding if isinstance(padding, list) else [padding] * rank)]
    call = {
        "op": "convolution",
        "kernel": args["kernel_size"],
        "strides": args.get("stride", [1] * rank),
        "dilation": args.get("dilation", [1] * rank),
        "padding": amounts,
        "paddingMode": args.get("padding_mode", "zeros"),
        "groups": args.get("groups", 1),
        "layout": "channels_first",
        "weightOrder": "out-in-spatial",
        "bias": args.get("bias", True),
        "activation": None,
    }
    name = f"{spell(kind, args)} on {list(x.shape)}"
    record("convolution", name, "torch", call, [x], weights, module(torch.from_numpy(x)).numpy(), kind, args)


def torch_convolutions():
    for k, s in itertools.product(range(1, 6), range(1, 5)):
        args = {
            "in_channels": int(R.integers(1, 5)),
            "out_channels": int(R.integers(1, 6)),
            "kernel_size": [k, k],
            "stride": [s, s],
            "padding": int(R.integers(0, 3)),
        }
        torch_convolution(2, args, [int(R.integers(k, 9)), int(R.integers(k, 10))])
    for _ in range(16):
        rank = pick(1, 2, 3)
        k, d = per_axis(rank, 1, 3), per_axis(rank, 1, 3)
        groups = pick(1, 2, 3)
        args = {
            "in_channels": 2 * groups,
            "out_channels": groups * pick(1, 2),
            "kernel_size": k,
            "dilation": d,
            "groups": groups,
            "stride": per_axis(rank, 1, 3),
            "padding": per_axis(rank, 0, 2),
        }
        torch_convolution(rank, args, [int(R.integers(7, 9)) for _ in k])
    for mode, _ in itertools.product(("reflect", "replicate", "circular"), range(4)):
        rank = pick(1, 2, 2, 3) if mode != "reflect" else pick(1, 2)
        args = {
            "in_channels": 2,
            "out_channels": 3,
            "kernel_size": per_axis(rank, 2, 4),
            "stride": per_axis(rank, 1, 2),
            "padding": per_axis(rank, 0, 3),
            "padding_mode": mode,
        }
        torch_convolution(rank, args, [int(R.integers(5, 8)) for _ in args["kernel_size"]])
    for k, d, mode in itertools.product((2, 3, 4), (1, 2), ("zeros", "reflect")):
        args = {
            "in_channels": 2,
            "out_channels": 2,
            "kernel_size": [k, 3],
            "dilation": [d, d],
            "padding": "same",
            "padding_mode": mode,
        }
        torch_convolution(2, args, [8, 7])
    torch_convolution(
        2, {"in_channels": 10, "out_channels": 19, "kernel_size": [3, 3], "padding": 1, "bias": False}, [9, 8], batch=2
    )


def torch_transposed(rank, args, spatial, batch=1):
    kind = f"ConvTranspose{rank}d"
    module = getattr(torch.nn, kind)(**args)
    weights = torch_weights(module)
    x = normal(batch, args["in_channels"], *spatial)
    padding = args.get("padding", [0] * rank)
    call = {
        "op": "transposed-convolution",
        "kernel": args["kernel_size"],
        "strides": args.get("stride", [1] * rank),
        "dilation": args.get("dilation", [1] * rank),
        "crop": [[p, p] for p in padding],
        "outputPadding": args.get("output_padding", [0] * rank),
        "groups": args.get("groups", 1),
        "layout": "channels_first",
        "weightOrder": "in-out-spatial",
        "bias": args.get("bias", True),
        "activation": None,
    }
    name = f"{spell(kind, args)} on {list(x.shape)}"
    record("transposed", name, "torch", call, [x], weights, module(torch.from_numpy(x)).numpy(), kind, args)


def torch_transposeds():
    for k, s in itertools.product(range(1, 6), range(1, 5)):
        p = [int(n) for n in R.integers(0, (k + 1) // 2 + 1, 2)]
        args = {
            "in_channels": int(R.integers(1, 5)),
            "out_channels": int(R.integers(1, 4)),
            "kernel_size": [k, k],
            "stride": [s, s],
            "padding": p,
        }
        args["output_padding"] = [int(n) for n in R.integers(0, s, 2)]
        try:
            torch_transposed(2, args, per_axis(2, 3, 5))
        except RuntimeError:
            torch_transposed(2, {**args, "padding": [0, 0]}, per_axis(2, 3, 5))
    for _ in range(24):
        rank = pick(1, 2, 3)
        k, d, s = per_axis(rank, 1, 3), per_axis(rank, 1, 3), per_axis(rank, 1, 3)
        groups = pick(1, 1, 2)
        op = [int(R.integers(0, max(a, b))) for a, b in zip(s, d)]
        args = {
            "in_channels": 2 * groups,
            "out_channels": groups * pick(1, 2),
            "kernel_size": k,
            "stride": s,
            "dilation": d,
            "padding": per_axis(rank, 0, 1),
            "output_padding": op,
            "groups": groups,
            "bias": bool(R.integers(2)),
        }
        torch_transposed(rank, args, per_axis(rank, 3, 4))
    torch_transposed(
        2,
        {"in_channels": 9, "out_channels": 18, "kernel_size": [4, 4], "stride": [2, 2], "padding": [1, 1]},
        [7, 8],
        batch=2,
    )
