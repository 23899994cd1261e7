"""
Records torchvision.models, torchvision.ops and layers of timm: test/recorded/torchvision.json. Per call the parameters, the number of rows (calls of leaf
modules in evaluation mode, in the order they end) and a digest of them; of one network per family the rows themselves.

Run from the repository root: python test/oracle/torchvision_models.py
"""

import hashlib
import json
import pathlib
import sys

import torch
from torch import nn

sys.path.append(str(pathlib.Path(__file__).parent))
from vision_operators import open_torchvision

torchvision = open_torchvision()
import timm.layers
from timm.models import _efficientnet_blocks as efficientnet_blocks
from timm.models import vision_transformer

TIMM = {"layers": timm.layers, "vision_transformer": vision_transformer, "efficientnet_blocks": efficientnet_blocks}

OUT = pathlib.Path("test/recorded/torchvision.json")
WHOLE = {
    *("alexnet", "vgg11_bn", "squeezenet1_0", "resnet18", "densenet121", "googlenet", "inception_v3", "mobilenet_v2", "mobilenet_v3_small"),
    *("mnasnet0_5", "shufflenet_v2_x0_5", "efficientnet_b0", "convnext_tiny", "regnet_y_400mf", "vit_b_32", "swin_t", "swin_v2_t"),
    *("fcn_resnet50", "deeplabv3_mobilenet_v3_large", "lraspp_mobilenet_v3_large"),
}
# Arguments that change layers, beside each builder without any.
VARIANTS = [
    ("resnet18(num_classes=10, norm_layer=nn.InstanceNorm2d)", (1, 3, 65, 50)),
    ("resnet50(replace_stride_with_dilation=[False, True, True], width_per_group=128)", (1, 3, 64, 64)),
    ("resnet18(norm_layer=ops.FrozenBatchNorm2d)", (1, 3, 64, 64)),
    ("vgg16(num_classes=7, dropout=0.1)", (1, 3, 96, 64)),
    ("models.densenet.DenseNet(12, (2, 3), 16, num_classes=4)", (1, 3, 32, 32)),
    ("googlenet(aux_logits=False, init_weights=False)", (1, 3, 96, 96)),
    ("googlenet(transform_input=True, init_weights=False)", (1, 3, 96, 96)),
    ("inception_v3(aux_logits=False, init_weights=False, transform_input=True)", (1, 3, 120, 130)),
    ("mobilenet_v2(width_mult=0.35, num_classes=3)", (1, 3, 64, 64)),
    ("mobilenet_v3_large(dilated=True, reduced_tail=True)", (1, 3, 64, 64)),
    ("efficientnet_b0(num_classes=2, stochastic_depth_prob=0.5)", (1, 3, 64, 64)),
    ("convnext_tiny(num_classes=3)", (1, 3, 70, 64)),
    ("vit_b_16(image_size=64, num_classes=5, representation_size=32)", (1, 3, 64, 64)),
    ("swin_t(num_classes=6)", (1, 3, 70, 90)),
    ("segmentation.fcn_resnet50(weights=None, weights_backbone=None, num_classes=4, aux_loss=True)", (1, 3, 64, 80)),
    ("segmentation.deeplabv3_resnet50(weights=None, weights_backbone=None, aux_loss=True)", (1, 3, 64, 80)),
    ("segmentation.deeplabv3_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=2, aux_loss=True)", (1, 3, 64, 80)),
    ("segmentation.lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=2)", (1, 3, 64, 80)),
]
OPS = [
    ("ops.Conv2dNormActivation(3, 8, kernel_size=(3, 5), stride=2)", [(1, 3, 16, 16)]),
    ("ops.Conv2dNormActivation(4, 8, 3, norm_layer=None, activation_layer=nn.SiLU, inplace=None, dilation=2)", [(1, 4, 16, 16)]),
    ("ops.Conv3dNormActivation(3, 8)", [(1, 3, 4, 8, 8)]),
    ("ops.SqueezeExcitation(16, 4)", [(2, 16, 5, 5)]),
    ("ops.MLP(8, [16, 32, 4], norm_layer=nn.LayerNorm, dropout=0.1)", [(2, 8)]),
    ("ops.DeformConv2d(4, 6, 3, padding=1, groups=2)", [(1, 4, 8, 8), (1, 18, 8, 8)]),
    ("ops.StochasticDepth(0.2, 'row')", [(2, 4, 4, 4)]),
    ("ops.DropBlock2d(0.2, 3)", [(2, 4, 8, 8)]),
    ("ops.Permute([0, 2, 3, 1])", [(1, 2, 3, 4)]),
    ("ops.FrozenBatchNorm2d(4)", [(1, 4, 5, 5)]),
    ("nn.Sequential(*list(models.resnet18().children())[:-2])", [(1, 3, 64, 64)]),
    ("models._utils.IntermediateLayerGetter(models.resnet18(), {'layer2': 'a', 'layer4': 'b'})", [(1, 3, 64, 64)]),
    ("models.vgg16().features[:17]", [(1, 3, 40, 40)]),
    ("nn.SyncBatchNorm.convert_sync_batchnorm(nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Conv2d(4, 4, 1)))", [(1, 3, 8, 8)]),
    ("nn.Sequential(nn.BatchNorm2d(4, bias=False), nn.GroupNorm(2, 4, bias=False), nn.InstanceNorm2d(4, affine=True, bias=False))", [(1, 4, 8, 8)]),
    ("layers.Mlp(8, 32, drop=0.1)", [(2, 5, 8)]),
    ("layers.Mlp(8, out_features=4, norm_layer=nn.LayerNorm, bias=False, act_layer=nn.SiLU)", [(2, 5, 8)]),
    ("layers.PatchEmbed(32, 8, 3, 24, norm_layer=nn.LayerNorm)", [(2, 3, 32, 32)]),
    ("layers.PatchEmbed(None, (4, 8), 3, 24, flatten=False)", [(2, 3, 16, 32)]),
    ("nn.Sequential(layers.DropPath(0.2), layers.LayerNorm2d(6))", [(2, 6, 4, 4)]),
    ("vision_transformer.Attention(16, num_heads=4, qkv_bias=True, attn_drop=0.1, proj_drop=0.1)", [(2, 5, 16)]),
    ("vision_transformer.Attention(16, 2, qk_norm=True, scale_norm=True, norm_layer=nn.LayerNorm, gated=True, dim_out=8)", [(2, 5, 16)]),
    ("vision_transformer.Block(16, 4, qkv_bias=True)", [(2, 5, 16)]),
    ("vision_transformer.Block(16, 4, 2.0, init_values=1e-5, drop_path=0.1, qk_norm=True, proj_drop=0.1)", [(2, 5, 16)]),
    ("efficientnet_blocks.SqueezeExcite(18, rd_ratio=0.25, act_layer=nn.GELU, gate_layer=nn.Hardsigmoid)", [(2, 18, 4, 4)]),
]


def shapes_of(value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    if isinstance(value, dict):
        value = list(value.values())
    return [shape for item in value for shape in shapes_of(item)] if isinstance(value, (list, tuple)) else []


def rows_of(model, inputs):
    rows, seen = [], set()
    attention = [name + "." for name, module in model.named_modules() if isinstance(module, nn.MultiheadAttention)]

    def hook_for(name):
        def hook(module, given, output):
            count = 0 if module in seen else sum(p.numel() for p in module.parameters())
            seen.add(module)
            rows.append([name or type(module).__name__, type(module).__name__, shapes_of(output), count])

        return hook

    for name, module in model.named_modules():
        leaf = isinstance(module, nn.MultiheadAttention) or not list(module.children())
        if leaf and not any(name.startswith(each) for each in attention):
            module.register_forward_hook(hook_for(name))
    model.eval()
    output = model(*[torch.empty(shape) for shape in inputs])
    return rows, shapes_of(output)


def record(call, inputs, whole):
    scope = {"models": torchvision.models, "ops": torchvision.ops, "nn": nn, **TIMM}
    # Shapes need no numbers: the largest would take minutes.
    with torch.device("meta"):
        model = eval(call, scope)
        rows, outputs = rows_of(model, inputs)
    text = json.dumps(rows, separators=(",", ":"))
    entry = {"call": call, "inputs": inputs, "total": sum(p.numel() for p in model.parameters()), "outputs": outputs, "count": len(rows)}
    return {**entry, **({"rows": rows} if whole else {"digest": hashlib.sha1(text.encode()).hexdigest()})}


def widths_in_numbers():
    """RegNet computes its widths as tensors and reads them."""
    params = torchvision.models.regnet.BlockParams
    compute = params.from_init_params.__func__

    def on_processor(cls, **options):
        with torch.device("cpu"):
            return compute(cls, **options)

    params.from_init_params = classmethod(on_processor)


LEFT_OUT = ("quantized", "rcnn", "raft", "maxvit", "mvit", "s3d", "r3d", "r2plus", "mc3", "fcos", "retina", "ssd", "swin3d")


def main():
    recorded = []
    widths_in_numbers()
    for name in torchvision.models.list_models():
        if any(part in name for part in LEFT_OUT):
            continue
        segmentation = name.startswith(("fcn", "deeplab", "lraspp"))
        size = (1, 3, 224, 224) if name.startswith("vit") else (1, 3, 130, 160) if segmentation else (2, 3, 150, 160)
        call = f"models.segmentation.{name}(weights=None, weights_backbone=None)" if segmentation else f"models.{name}()"
        recorded.append(record(call, [size], name in WHOLE))
    for call, size in VARIANTS:
        recorded.append(record(call if call.startswith("models") else f"models.{call}", [size], False))
    for call, inputs in OPS:
        recorded.append(record(call, inputs, True))
    OUT.write_text("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in recorded) + "\n]\n", encoding="utf-8")
    print(f"{OUT}: {len(recorded)} networks and blocks")


main()
