"""What the experiment is made of."""
SIZE = 32
MODEL = {"name": "autoencoder", "shape": (SIZE, SIZE, 3), "widths": [8, 16], "code": 10}
