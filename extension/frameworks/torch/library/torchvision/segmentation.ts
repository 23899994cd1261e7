/** FCN, DeepLabV3 and LR-ASPP. torchvision/models/segmentation/ */
export const SEGMENTATION = /* python */ `
import functools
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from torchvision.models._utils import IntermediateLayerGetter, _same
from torchvision.models.mobilenetv3 import mobilenet_v3_large
from torchvision.models.resnet import resnet50, resnet101


class _SimpleSegmentationModel(nn.Module):
    def __init__(self, backbone, classifier, aux_classifier=None):
        super().__init__()
        self.backbone = backbone
        self.classifier = classifier
        self.aux_classifier = aux_classifier

    def forward(self, x):
        size = x.shape[-2:]
        features = self.backbone(x)
        result = OrderedDict()
        result['out'] = F.interpolate(self.classifier(features['out']), size=size, mode='bilinear', align_corners=False)
        if self.aux_classifier is not None:
            result['aux'] = F.interpolate(self.aux_classifier(features['aux']), size=size, mode='bilinear', align_corners=False)
        return result


class FCN(_SimpleSegmentationModel):
    pass


class FCNHead(nn.Sequential):
    def __init__(self, in_channels, channels):
        inner = in_channels // 4
        super().__init__(nn.Conv2d(in_channels, inner, 3, padding=1, bias=False), nn.BatchNorm2d(inner), nn.ReLU(), nn.Dropout(0.1),
                         nn.Conv2d(inner, channels, 1))


class DeepLabV3(_SimpleSegmentationModel):
    pass


class DeepLabHead(nn.Sequential):
    def __init__(self, in_channels, num_classes, atrous_rates=(12, 24, 36)):
        super().__init__(ASPP(in_channels, atrous_rates), nn.Conv2d(256, 256, 3, padding=1, bias=False), nn.BatchNorm2d(256), nn.ReLU(),
                         nn.Conv2d(256, num_classes, 1))


class ASPPConv(nn.Sequential):
    def __init__(self, in_channels, out_channels, dilation):
        super().__init__(nn.Conv2d(in_channels, out_channels, 3, padding=dilation, dilation=dilation, bias=False),
                         nn.BatchNorm2d(out_channels), nn.ReLU())


class ASPPPooling(nn.Sequential):
    def __init__(self, in_channels, out_channels):
        super().__init__(nn.AdaptiveAvgPool2d(1), nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels),
                         nn.ReLU())

    def forward(self, x):
        size = x.shape[-2:]
        for module in self:
            x = module(x)
        return F.interpolate(x, size=size, mode='bilinear', align_corners=False)


class ASPP(nn.Module):
    def __init__(self, in_channels, atrous_rates, out_channels=256):
        super().__init__()
        first = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels), nn.ReLU())
        convs = [first] + [ASPPConv(in_channels, out_channels, rate) for rate in atrous_rates]
        self.convs = nn.ModuleList(convs + [ASPPPooling(in_channels, out_channels)])
        self.project = nn.Sequential(nn.Conv2d(len(self.convs) * out_channels, out_channels, 1, bias=False),
                                     nn.BatchNorm2d(out_channels), nn.ReLU(), nn.Dropout(0.5))

    def forward(self, x):
        return self.project(torch.cat([conv(x) for conv in self.convs], dim=1))


class LRASPPHead(nn.Module):
    def __init__(self, low_channels, high_channels, num_classes, inter_channels):
        super().__init__()
        self.cbr = nn.Sequential(nn.Conv2d(high_channels, inter_channels, 1, bias=False), nn.BatchNorm2d(inter_channels),
                                 nn.ReLU(inplace=True))
        self.scale = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(high_channels, inter_channels, 1, bias=False), nn.Sigmoid())
        self.low_classifier = nn.Conv2d(low_channels, num_classes, 1)
        self.high_classifier = nn.Conv2d(inter_channels, num_classes, 1)

    def forward(self, input):
        low, high = input['low'], input['high']
        x = self.cbr(high) * self.scale(high)
        x = F.interpolate(x, size=low.shape[-2:], mode='bilinear', align_corners=False)
        return self.low_classifier(low) + self.high_classifier(x)


class LRASPP(nn.Module):
    def __init__(self, backbone, low_channels, high_channels, num_classes, inter_channels=128):
        super().__init__()
        self.backbone = backbone
        self.classifier = LRASPPHead(low_channels, high_channels, num_classes, inter_channels)

    def forward(self, input):
        out = self.classifier(self.backbone(input))
        return OrderedDict(out=F.interpolate(out, size=input.shape[-2:], mode='bilinear', align_corners=False))


def _model(make):
    """Trained weights are for the 21 classes of Pascal VOC, with the auxiliary head."""

    @functools.wraps(make)
    def build(*args, **kwargs):
        for name, value in zip(('weights', 'progress', 'num_classes', 'aux_loss', 'weights_backbone'), args):
            kwargs[name] = value
        weights = kwargs.pop('pretrained', None)
        weights = kwargs.pop('weights', weights)
        for name in ('progress', 'weights_backbone', 'pretrained_backbone'):
            kwargs.pop(name, None)
        classes, aux = kwargs.pop('num_classes', None), kwargs.pop('aux_loss', None)
        if weights is not None and weights:
            if classes is not None and classes != 21:
                raise ValueError(f"The parameter 'num_classes' expected value 21 but got {classes} instead.")
            if aux is not None and aux is not True and make is not lraspp_mobilenet_v3_large:
                raise ValueError(f"The parameter 'aux_loss' expected value True but got {aux} instead.")
            aux = True
        return make(21 if classes is None else classes, aux, **kwargs)

    return build


def _resnet_model(kind, head, resnet, classes, aux):
    backbone = resnet(replace_stride_with_dilation=[False, True, True])
    layers = {'layer4': 'out', 'layer3': 'aux'} if aux else {'layer4': 'out'}
    backbone = IntermediateLayerGetter(backbone, return_layers=layers)
    aux_classifier = FCNHead(1024, classes) if aux else None
    return kind(backbone, head(2048, classes), aux_classifier)


def _mobile_stages():
    features = mobilenet_v3_large(dilated=True).features
    stages = [0] + [i for i, block in enumerate(features) if getattr(block, '_is_cn', False)] + [len(features) - 1]
    return features, stages[-4], stages[-1]


@_model
def fcn_resnet50(classes, aux, **kwargs):
    return _resnet_model(FCN, FCNHead, resnet50, classes, aux)


@_model
def fcn_resnet101(classes, aux, **kwargs):
    return _resnet_model(FCN, FCNHead, resnet101, classes, aux)


@_model
def deeplabv3_resnet50(classes, aux, **kwargs):
    return _resnet_model(DeepLabV3, DeepLabHead, resnet50, classes, aux)


@_model
def deeplabv3_resnet101(classes, aux, **kwargs):
    return _resnet_model(DeepLabV3, DeepLabHead, resnet101, classes, aux)


@_model
def deeplabv3_mobilenet_v3_large(classes, aux, **kwargs):
    features, low, high = _mobile_stages()
    layers = {str(high): 'out', str(low): 'aux'} if aux else {str(high): 'out'}
    low_width, high_width = features[low].out_channels, features[high].out_channels
    backbone = IntermediateLayerGetter(features, return_layers=layers)
    aux_classifier = FCNHead(low_width, classes) if aux else None
    return DeepLabV3(backbone, DeepLabHead(high_width, classes), aux_classifier)


@_model
def lraspp_mobilenet_v3_large(classes, aux, **kwargs):
    features, low, high = _mobile_stages()
    low_width, high_width = features[low].out_channels, features[high].out_channels
    backbone = IntermediateLayerGetter(features, return_layers={str(low): 'low', str(high): 'high'})
    return LRASPP(backbone, low_width, high_width, classes)
`;
