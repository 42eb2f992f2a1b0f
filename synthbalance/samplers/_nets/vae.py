"""The conditional variational autoencoder: rows to a small latent vector and back, and their training step.

Shapes: a row is a vector (width,), see `layout`; a condition (c,); a latent vector (latent,).
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from synthbalance.samplers._nets.layers import Linear, ResidualBlock, gumbel
from synthbalance.samplers._nets.layout import Condition, RowLayout
from synthbalance.samplers._nets.loop import averaged_copy

LOG_SPREAD = (-4.0, 1.0)


class Autoencoder(nn.Module):
    """Encoder q(z | row, condition) and decoder p(row | z, condition), each with residual blocks.

    The decoder gives each number a mean and a deviation, each small block logits, and each large block a
    point whose nearness to its levels' fixed vectors are the logits.
    """

    def __init__(self, shape, tables, settings, generator):
        super().__init__()
        hidden, self.latent, self.block = settings["width"], settings["latent"], 2048
        self.chance = settings["chance"]
        self.layout = RowLayout(shape, tables)
        self.condition = Condition(shape, generator)
        width, asked = self.layout.width, self.condition.width
        self.encoder = _Tower(width + asked, hidden, 2 * self.latent, settings["blocks"], generator)
        self.decoder = _Tower(self.latent + asked, hidden, width + shape.numbers, settings["blocks"], generator)

    def encode(self, rows, condition):
        """(batch, width), (batch, c) -> mean and log deviation of the latent vector, each (batch, latent)."""
        mean, log_spread = self.encoder(torch.cat([rows, condition], dim=1)).chunk(2, dim=1)
        return mean, log_spread.clamp(-6.0, 2.0)

    def decode(self, latent, condition):
        """-> means (batch, n_numbers), their log deviations, logits (batch, n_flat), and embedded parts."""
        raw = self.decoder(torch.cat([latent, condition], dim=1))
        numbers, flat, embedded = self.layout.split(raw[:, : self.layout.width])
        return numbers, raw[:, self.layout.width :].clamp(*LOG_SPREAD), flat, embedded

    def draw(self, noise, classes, given_numbers, given_codes, offsets, steps):
        """Rows from the prior, with the decoder's own noise; see `Denoiser.draw` for the shapes."""
        widths = [self.latent, self.layout.shape.numbers, self.layout.n_flat, len(self.layout.large)]
        latent, for_numbers, for_flat, for_large = noise.split(widths, dim=1)
        condition = self.condition(classes, given_numbers, given_codes)
        numbers, log_spread, flat, embedded = self.decode(latent, condition)
        flat = flat + self.chance * gumbel(for_flat)
        codes = self.layout.codes(flat + offsets[classes], embedded)
        for position, (block, part) in enumerate(zip(self.layout.large, embedded, strict=True)):
            below = self.layout.nearness(part, block).softmax(dim=1).cumsum(dim=1)
            share = torch.special.ndtr(for_large[:, position : position + 1])
            codes[:, block] = (below < share).sum(dim=1).clamp(max=below.shape[1] - 1)
        return numbers + log_spread.exp() * for_numbers, flat, codes

    @property
    def noise_width(self):
        return self.latent + self.layout.shape.numbers + self.layout.n_flat + len(self.layout.large)


class _Tower(nn.Module):
    """(batch, n_in) -> residual blocks -> (batch, n_out)."""

    def __init__(self, n_in, hidden, n_out, n_blocks, generator):
        super().__init__()
        self.stem = Linear(n_in, hidden, generator)
        self.blocks = nn.ModuleList(ResidualBlock(hidden, generator) for _ in range(n_blocks))
        self.norm = nn.LayerNorm(hidden)
        self.head = Linear(hidden, n_out, generator, gain=0.3)

    def forward(self, x):
        h = self.stem(x)
        for block in self.blocks:
            h = block(h)
        return self.head(F.silu(self.norm(h)))


class VAELearner:
    """One training step on the evidence lower bound: how well rows come back, less what the latent vector tells."""

    loss_names = ("reconstruction", "divergence")

    def __init__(self, shape, tables, settings, plan, device, generator, device_generator):
        self.device, self._generator, self._weight = device, device_generator, settings["divergence"]
        self.net = Autoencoder(shape, tables, settings, generator).to(device)
        self.averaged = averaged_copy(self.net)
        self._optimizer = torch.optim.Adam(self.net.parameters(), lr=settings["rate"])
        self._noise = torch.empty(plan.batch, settings["latent"], device=device)

    def step(self, batches):
        """Losses (2,) of one step: nats a row."""
        numbers, codes, classes, *given = batches.next()
        net, condition = self.net, self.net.condition(classes, *given)
        mean, log_spread = net.encode(net.layout.vector(numbers, codes), condition)
        latent = mean + log_spread.exp() * self._noise.normal_(generator=self._generator)
        lost = _surprise(net.layout, numbers, codes, *net.decode(latent, condition)).mean()
        told = 0.5 * (mean.square() + (2 * log_spread).exp() - 2 * log_spread - 1).sum(dim=1).mean()
        self._optimizer.zero_grad(set_to_none=True)
        (lost + self._weight * told).backward()
        self._optimizer.step()
        return torch.stack([lost, told]).detach()


def _surprise(layout, numbers, codes, means, log_spread, flat, embedded):
    """Minus log likelihood of rows (batch,) in nats; a number beside an atom or a missing value does not count."""
    one_hot = layout.one_hot(codes)
    each = 0.5 * ((numbers - means) / log_spread.exp()).square() + log_spread + 0.5 * math.log(2 * math.pi)
    lost = layout.gated(each, one_hot).sum(dim=1)
    lost = lost - (one_hot * layout.softmax(flat).clamp(min=1e-9).log()).sum(dim=1)
    for block, part in zip(layout.large, embedded, strict=True):
        lost = lost + F.cross_entropy(layout.nearness(part, block), codes[:, block], reduction="none")
    return lost
