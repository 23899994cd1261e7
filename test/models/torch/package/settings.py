from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    channels: int = 1
    classes: int = 3
    block: str = "residual"
