from .registry import REGISTRY, build
from . import autoencoder  # registers itself
