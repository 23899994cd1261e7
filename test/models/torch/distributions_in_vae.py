# layerscope: VAE() on (2, 1, 28, 28)
# torch.distributions inside a model: drawn from, measured, kept as attributes.
import torch
from torch import nn, optim
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence


class VAE(nn.Module):
    def __init__(self, latent=6):
        super().__init__()
        self.encode = nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 2 * latent))
        self.decode = nn.Sequential(nn.Linear(latent, 784), nn.Unflatten(1, (1, 28, 28)))
        self.N = torch.distributions.Normal(0, 1)
        self.N.loc = self.N.loc.to("cpu")
        self.optimizer = optim.Adam(self.parameters(), lr=1e-3)

    def forward(self, x):
        assert x.requires_grad is False
        mu, logvar = self.encode(x).chunk(2, dim=1)
        posterior = Normal(mu, torch.exp(0.5 * logvar))
        prior = Normal(torch.zeros_like(mu), torch.ones_like(mu))
        z = posterior.rsample() + 0 * self.N.sample(mu.shape)
        image = Bernoulli(logits=self.decode(z))
        kl = kl_divergence(posterior, prior).sum(-1)
        nll = -Independent(image, 3).log_prob(image.sample())
        draws = posterior.sample((4,))
        return image.mean, kl + nll, draws
