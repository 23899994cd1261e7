# layerscope: get_model(Settings()) on (1, 1, 32, 32)
# A package: relative imports in both directions, a star import with __all__, settings as a dataclass.
from models import *
from settings import Settings


def get_model(settings):
    return UNet(settings.channels, settings.classes, block=BLOCKS[settings.block])
