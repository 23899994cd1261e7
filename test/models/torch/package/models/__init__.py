from .blocks import BLOCKS
from .unet import UNet

__all__ = ["UNet", "BLOCKS"]
