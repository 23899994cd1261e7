# layerscope: UNet() on (1, 3, 64, 64)
"""A file as long as people's own: a U-Net, a GAN, an autoencoder, super-resolution and a classifier, with data and training around them.

python long_file.py segment --size 128 --epochs 20
"""
import argparse
import math
import os
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

IMAGE_SIZE = 128
CHANNELS = 3
CLASSES = 21
LATENT = 100
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


# ---------------------------------------------------------------------------
# Data
# ---------------------------------------------------------------------------


def seed_everything(seed=0):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)


def list_pictures(folder, endings=(".png", ".jpg", ".jpeg")):
    """All pictures below a folder, sorted so that runs can be repeated."""
    found = []
    for root, _, names in os.walk(folder):
        found += [os.path.join(root, name) for name in names if name.lower().endswith(endings)]
    return sorted(found)


class Pictures(Dataset):
    """Pictures as tensors between 0 and 1, each with its mask where there is one."""

    def __init__(self, folder, size=IMAGE_SIZE, masks=None, transform=None):
        self.paths = list_pictures(folder)
        self.masks = list_pictures(masks) if masks else None
        self.size = size
        self.transform = transform
        if self.masks and len(self.masks) != len(self.paths):
            raise ValueError(f"{len(self.paths)} pictures, {len(self.masks)} masks")

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        picture = torch.from_numpy(np.load(self.paths[index])).float() / 255.0
        picture = F.interpolate(picture[None], size=(self.size, self.size), mode="bilinear", align_corners=False)[0]
        if self.masks is None:
            return picture
        mask = torch.from_numpy(np.load(self.masks[index])).long()
        if self.transform:
            picture, mask = self.transform(picture, mask)
        return picture, mask


class Mirror:
    """Mirrors a picture and its mask, half of the time."""

    def __call__(self, picture, mask):
        if random.random() < 0.5:
            return picture.flip(-1), mask.flip(-1)
        return picture, mask


# ---------------------------------------------------------------------------
# Segmentation
# ---------------------------------------------------------------------------


class DoubleConv(nn.Module):
    """Twice convolution, normalisation, activation."""

    def __init__(self, in_channels, out_channels, mid_channels=None, dropout=0.0):
        super().__init__()
        mid_channels = mid_channels or out_channels
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, mid_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(mid_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(mid_channels, out_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Dropout2d(dropout) if dropout > 0 else nn.Identity(),
        )

    def forward(self, x):
        return self.layers(x)


class AttentionGate(nn.Module):
    """What of the skip matters, told by the coarser features (Oktay et al., 2018)."""

    def __init__(self, skip_channels, gate_channels, between):
        super().__init__()
        self.theta = nn.Conv2d(skip_channels, between, 1, bias=False)
        self.phi = nn.Conv2d(gate_channels, between, 1)
        self.psi = nn.Conv2d(between, 1, 1)

    def forward(self, skip, gate):
        added = F.relu(self.theta(skip) + self.phi(gate))
        return skip * torch.sigmoid(self.psi(added))


class Up(nn.Module):
    """Twice the size, joined with what the encoder saw there."""

    def __init__(self, in_channels, out_channels, bilinear=False, attention=False):
        super().__init__()
        if bilinear:
            self.up = nn.Sequential(
                nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True),
                nn.Conv2d(in_channels, in_channels // 2, 3, padding=1),
            )
        else:
            self.up = nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)  # expect: checkerboard-initial `nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)`
        self.gate = AttentionGate(in_channels // 2, in_channels // 2, in_channels // 4) if attention else None
        self.conv = DoubleConv(in_channels, out_channels)

    def forward(self, x, skip):
        x = self.up(x)
        dy = skip.size(2) - x.size(2)
        dx = skip.size(3) - x.size(3)
        x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        if self.gate is not None:
            skip = self.gate(skip, x)
        return self.conv(torch.cat([skip, x], dim=1))


class UNet(nn.Module):
    """Ronneberger et al., 2015, with padding, so that sizes stay."""

    def __init__(self, channels=CHANNELS, classes=CLASSES, base=32, levels=4, bilinear=False, attention=False):
        super().__init__()
        self.inc = DoubleConv(channels, base)
        self.downs = nn.ModuleList()
        self.ups = nn.ModuleList()
        for level in range(levels):
            count = base * 2**level
            self.downs.append(nn.Sequential(nn.MaxPool2d(2), DoubleConv(count, count * 2, dropout=0.1 * level)))
        for level in reversed(range(levels)):
            count = base * 2**level
            self.ups.append(Up(count * 2, count, bilinear=bilinear, attention=attention))
        self.outc = nn.Conv2d(base, classes, kernel_size=1)
        self.apply(self.init_weights)

    @staticmethod
    def init_weights(module):
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    def forward(self, x):
        skips = [self.inc(x)]
        for down in self.downs:
            skips.append(down(skips[-1]))
        x = skips.pop()
        for up in self.ups:
            x = up(x, skips.pop())
        return self.outc(x)


def dice_loss(logits, target, smooth=1.0):
    """One less twice what both have over what each has."""
    probabilities = logits.softmax(dim=1)
    target = F.one_hot(target, probabilities.shape[1]).permute(0, 3, 1, 2).float()
    overlap = (probabilities * target).sum(dim=(2, 3))
    total = probabilities.sum(dim=(2, 3)) + target.sum(dim=(2, 3))
    return 1.0 - ((2.0 * overlap + smooth) / (total + smooth)).mean()


# ---------------------------------------------------------------------------
# GAN
# ---------------------------------------------------------------------------


class Generator(nn.Module):
    """Radford et al., 2015: noise to a picture of 64 by 64."""

    def __init__(self, latent=LATENT, features=64, channels=CHANNELS):
        super().__init__()

        def block(in_channels, out_channels, stride=2, padding=1):
            return [
                nn.ConvTranspose2d(in_channels, out_channels, 4, stride, padding, bias=False),  # expect: checkerboard-initial `nn.ConvTranspose2d(in_channels, out_channels, 4, stride, padding, bias=False)` # expect: size-constraint `nn.ConvTranspose2d(in_channels, out_channels, 4, stride, padding, bias=False)`
                nn.BatchNorm2d(out_channels),
                nn.ReLU(True),
            ]

        self.main = nn.Sequential(
            *block(latent, features * 8, stride=1, padding=0),
            *block(features * 8, features * 4),
            *block(features * 4, features * 2),
            *block(features * 2, features),
            nn.ConvTranspose2d(features, channels, 4, 2, 1, bias=False),  # expect: checkerboard-initial `nn.ConvTranspose2d(features, channels, 4, 2, 1, bias=False)`
            nn.Tanh(),
        )

    def forward(self, z):
        return self.main(z.view(z.size(0), -1, 1, 1))


class Discriminator(nn.Module):
    def __init__(self, features=64, channels=CHANNELS):
        super().__init__()
        layers = [nn.Conv2d(channels, features, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)]
        for factor in (1, 2, 4):
            layers += [
                nn.utils.spectral_norm(nn.Conv2d(features * factor, features * factor * 2, 4, 2, 1, bias=False)),
                nn.BatchNorm2d(features * factor * 2),
                nn.LeakyReLU(0.2, inplace=True),
            ]
        layers.append(nn.Conv2d(features * 8, 1, 4, 1, 0))
        self.main = nn.Sequential(*layers)

    def forward(self, picture):
        return self.main(picture).flatten()


# ---------------------------------------------------------------------------
# Autoencoder
# ---------------------------------------------------------------------------


class VAE(nn.Module):
    """Kingma and Welling, 2013."""

    def __init__(self, latent=32, channels=1, hidden=(32, 64), size=28):
        super().__init__()
        encoder = []
        before = channels
        for filters in hidden:
            encoder += [nn.Conv2d(before, filters, 3, stride=2, padding=1), nn.ReLU()]
            before = filters
        self.encoder = nn.Sequential(*encoder)
        self.small = size // 2 ** len(hidden)
        self.features = before * self.small**2
        self.mean = nn.Linear(self.features, latent)
        self.log_variance = nn.Linear(self.features, latent)
        self.widen = nn.Linear(latent, self.features)
        decoder = []
        for filters in reversed((channels, *hidden[:-1])):
            decoder += [nn.ConvTranspose2d(before, filters, 3, stride=2, padding=1, output_padding=1), nn.ReLU()]  # expect: checkerboard-overlap `nn.ConvTranspose2d(before, filters, 3, stride=2, padding=1, output_padding=1)`
            before = filters
        decoder[-1] = nn.Sigmoid()
        self.decoder = nn.Sequential(*decoder)

    def encode(self, x):
        x = torch.flatten(self.encoder(x), 1)
        return self.mean(x), self.log_variance(x)  # expect: size-constraint `self.mean(x)`

    def sample(self, mean, log_variance):
        deviation = torch.exp(0.5 * log_variance)
        return mean + torch.randn_like(deviation) * deviation

    def decode(self, z):
        x = self.widen(z).view(z.size(0), -1, self.small, self.small)
        return self.decoder(x)

    def forward(self, x):
        mean, log_variance = self.encode(x)
        return self.decode(self.sample(mean, log_variance)), mean, log_variance


# ---------------------------------------------------------------------------
# Super-resolution
# ---------------------------------------------------------------------------


class ResidualBlock(nn.Module):
    """Of EDSR: no normalisation, the residual made small (Lim et al., 2017)."""

    def __init__(self, features, scaling=0.1):
        super().__init__()
        self.conv1 = nn.Conv2d(features, features, 3, padding=1)
        self.conv2 = nn.Conv2d(features, features, 3, padding=1)
        self.scaling = scaling

    def forward(self, x):
        return x + self.conv2(F.relu(self.conv1(x))) * self.scaling


class SuperResolution(nn.Module):
    def __init__(self, scale=2, features=64, blocks=8):
        super().__init__()
        self.head = nn.Conv2d(CHANNELS, features, 3, padding=1)
        self.body = nn.Sequential(*[ResidualBlock(features) for _ in range(blocks)])
        self.after = nn.Conv2d(features, features, 3, padding=1)
        steps = []
        for _ in range(int(math.log2(scale))):
            steps.append(nn.Conv2d(features, features * 4, 3, padding=1))
            steps.append(nn.PixelShuffle(2))  # expect: checkerboard-initial `nn.PixelShuffle(2)`
        self.upsample = nn.Sequential(*steps)
        self.tail = nn.Conv2d(features, CHANNELS, 3, padding=1)

    def forward(self, x):
        first = self.head(x)
        x = self.after(self.body(first)) + first
        return self.tail(self.upsample(x))


def peak_signal_to_noise(a, b):
    return -10.0 * torch.log10(F.mse_loss(a, b))


# ---------------------------------------------------------------------------
# Classification
# ---------------------------------------------------------------------------


class Bottleneck(nn.Module):  # expect: not-inferred `Bottleneck`
    """He et al., 2015."""

    expansion = 4

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        out_channels = channels * self.expansion
        self.conv1 = nn.Conv2d(in_channels, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return F.relu(out + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self, block, counts, classes=10):
        super().__init__()
        self.channels = 64
        self.conv1 = nn.Conv2d(CHANNELS, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = self._make_layer(block, 64, counts[0], 1)
        self.layer2 = self._make_layer(block, 128, counts[1], 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(128 * block.expansion, classes)

    def _make_layer(self, block, channels, count, stride):
        layers = []
        for each in [stride] + [1] * (count - 1):
            layers.append(block(self.channels, channels, each))
            self.channels = channels * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        x = self.layer2(self.layer1(x))
        return self.fc(self.avgpool(x).flatten(1))


# ---------------------------------------------------------------------------
# Training
# ---------------------------------------------------------------------------


def cosine(optimizer, epochs, warmup=3):
    """Learning rate along half a cosine, after a warm-up."""

    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return 0.5 * (1.0 + math.cos(math.pi * (epoch - warmup) / max(1, epochs - warmup)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def train_segmentation(args):
    model = UNet(bilinear=args.bilinear, attention=args.attention).to(DEVICE)
    loader = DataLoader(Pictures(args.data, args.size, args.masks, Mirror()), batch_size=args.batch, shuffle=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=1e-4)
    schedule = cosine(optimizer, args.epochs)
    for epoch in range(args.epochs):
        started = time.time()
        total = 0.0
        for picture, mask in loader:
            picture, mask = picture.to(DEVICE), mask.to(DEVICE)
            logits = model(picture)
            loss = F.cross_entropy(logits, mask) + dice_loss(logits, mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.item() * picture.size(0)
        schedule.step()
        print(f"epoch {epoch + 1}: {total / len(loader.dataset):.4f}, {time.time() - started:.0f} s")
        torch.save(model.state_dict(), args.weights)


def train_gan(args):
    generator, discriminator = Generator().to(DEVICE), Discriminator().to(DEVICE)
    for_generator = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    for_discriminator = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    criterion = nn.BCEWithLogitsLoss()
    for epoch in range(args.epochs):
        for real in DataLoader(Pictures(args.data, 64), batch_size=args.batch, shuffle=True):
            real = real.to(DEVICE)
            noise = torch.randn(real.size(0), LATENT, device=DEVICE)
            fake = generator(noise)
            on_real, on_fake = discriminator(real), discriminator(fake.detach())
            loss = criterion(on_real, torch.ones_like(on_real)) + criterion(on_fake, torch.zeros_like(on_fake))
            for_discriminator.zero_grad()
            loss.backward()
            for_discriminator.step()
            on_fake = discriminator(fake)
            loss = criterion(on_fake, torch.ones_like(on_fake))
            for_generator.zero_grad()
            loss.backward()
            for_generator.step()
        with torch.no_grad():
            np.save(f"epoch{epoch}.npy", generator(torch.randn(16, LATENT, device=DEVICE)).cpu().numpy())


def train_autoencoder(args):
    model = VAE().to(DEVICE)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.rate)
    for _ in range(args.epochs):
        for picture in DataLoader(Pictures(args.data, 28), batch_size=args.batch, shuffle=True):
            picture = picture.mean(dim=1, keepdim=True).to(DEVICE)
            decoded, mean, log_variance = model(picture)
            error = F.binary_cross_entropy(decoded, picture, reduction="sum")
            divergence = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
            optimizer.zero_grad()
            (error + divergence).backward()
            optimizer.step()


def train_classifier(args):
    model = ResNet(Bottleneck, [1, 2]).to(DEVICE)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(args.epochs):
        for picture, label in DataLoader(Pictures(args.data, args.size, args.masks), batch_size=args.batch):
            loss = F.cross_entropy(model(picture.to(DEVICE)), label.to(DEVICE))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


@torch.no_grad()
def upscale(args):
    """Each picture of a folder, twice the size, and how near it comes to the large one it was made of."""
    model = SuperResolution().to(DEVICE).eval()
    model.load_state_dict(torch.load(args.weights, map_location=DEVICE))
    scores = []
    for large in DataLoader(Pictures(args.data, args.size), batch_size=1):
        large = large.to(DEVICE)
        small = F.interpolate(large, scale_factor=0.5, mode="bicubic", antialias=True)
        scores.append(peak_signal_to_noise(model(small).clamp(0, 1), large).item())
    print(f"{np.mean(scores):.2f} dB over {len(scores)} pictures")


TASKS = {"classify": train_classifier, "upscale": upscale, "segment": train_segmentation, "gan": train_gan, "autoencoder": train_autoencoder}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", nargs="?", choices=sorted(TASKS))
    parser.add_argument("--data", default="data/images")
    parser.add_argument("--masks", default="data/masks")
    parser.add_argument("--size", type=int, default=IMAGE_SIZE)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--bilinear", action="store_true")
    parser.add_argument("--attention", action="store_true")
    parser.add_argument("--weights", default="best.pt")
    return parser.parse_args()


if __name__ == "__main__":
    seed_everything()
    arguments = parse_arguments()
    if arguments.task:
        TASKS[arguments.task](arguments)
