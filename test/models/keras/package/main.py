"""A package: the model comes from other files, through an __init__ and a registry, with a config of its own."""
import config as cfg
from nets import build

model = build(cfg.MODEL["name"], **{k: v for k, v in cfg.MODEL.items() if k != "name"})
