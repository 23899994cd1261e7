# layerscope: VAE(3, 20) on (2, 3, 32, 32)
import torch
import torch.nn as nn
import torch.nn.functional as F


class Flatten(nn.Module):
    def forward(self, input):
        return input.view(input.size(0), -1)


class UnFlatten(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, input):
        return input.view(input.size(0), self.size, 1, 1)


class VAE(nn.Module):
    def __init__(self, image_channels=3, z_dim=32, hidden_dims=None):
        super(VAE, self).__init__()
        hidden_dims = hidden_dims or [32, 64, 128]
        modules = []
        in_channels = image_channels
        for h_dim in hidden_dims:
            modules.append(
                nn.Sequential(nn.Conv2d(in_channels, out_channels=h_dim, kernel_size=4, stride=2), nn.BatchNorm2d(h_dim), nn.LeakyReLU())
            )
            in_channels = h_dim
        modules.append(Flatten())
        self.encoder = nn.Sequential(*modules)
        h_dim = hidden_dims[-1] * 2 * 2
        self.fc_mu = nn.Linear(h_dim, z_dim)
        self.fc_var = nn.Linear(h_dim, z_dim)
        self.fc3 = nn.Linear(z_dim, h_dim)
        self.decoder = nn.Sequential(
            UnFlatten(h_dim),
            nn.ConvTranspose2d(h_dim, 128, kernel_size=5, stride=2),  # expect: checkerboard-overlap `nn.ConvTranspose2d(h_dim, 128, kernel_size=5, stride=2)`
            nn.ReLU(),
            nn.ConvTranspose2d(128, 64, kernel_size=5, stride=2),  # expect: checkerboard-overlap `nn.ConvTranspose2d(128, 64, kernel_size=5, stride=2)`
            nn.ReLU(),
            nn.ConvTranspose2d(64, image_channels, kernel_size=8, stride=2),  # expect: checkerboard-initial `nn.ConvTranspose2d(64, image_channels, kernel_size=8, stride=2)`
            nn.Sigmoid(),
        )

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        esp = torch.randn_like(std)
        return mu + esp * std

    def encode(self, x):
        h = self.encoder(x)
        return self.fc_mu(h), self.fc_var(h)

    def decode(self, z):
        return self.decoder(self.fc3(z))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x, reduction='sum')
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD
