"""Layers whose first weights come from a given generator, so that torch's global seed is neither read nor set."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Linear(nn.Module):
    """Map (batch, n_in) -> (batch, n_out); first weights uniform with deviation gain / sqrt(n_in), zero bias."""

    def __init__(self, n_in, n_out, generator, gain=1.0):
        super().__init__()
        bound = gain * math.sqrt(3.0 / max(n_in, 1))
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-bound, bound, generator=generator))
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class Embedding(nn.Module):
    """Codes (batch,) -> learned vectors (batch, n_out), of length about 1 at first."""

    def __init__(self, n_codes, n_out, generator):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_codes, n_out).normal_(std=n_out**-0.5, generator=generator))

    def forward(self, codes):
        return F.embedding(codes, self.weight)


class ResidualBlock(nn.Module):
    """h (batch, width) -> h + f(LayerNorm(h)), same shape; `context` of that shape is added inside where given.

    LayerNorm works row by row, so that training and drawing compute the same thing. `drop`, a callable that
    drops entries, is passed while training only.
    """

    def __init__(self, width, generator):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = Linear(width, width, generator, gain=math.sqrt(2))
        self.second = Linear(width, width, generator, gain=0.3)

    def forward(self, h, context=None, drop=None):
        inner = self.first(self.norm(h))
        if context is not None:
            inner = inner + context
        inner = F.silu(inner)
        return h + self.second(inner if drop is None else drop(inner))


def dropped(x, share, generator):
    """x with a share of its entries set to 0 and the others raised to keep the mean."""
    if share == 0:
        return x
    kept = torch.rand(x.shape, generator=generator, device=x.device) >= share
    return x * kept / (1 - share)


def gumbel(noise):
    """Gumbel noise from standard normal noise of the same shape."""
    uniform = torch.special.ndtr(noise).clamp(1e-6, 1 - 1e-6)
    return -(-uniform.log()).log()
