"""Diffusion on rows: a preconditioned denoiser, its loss over noise levels, and Heun's walk from noise to a row.

Shapes: a row is a vector (width,), see `layout`; a condition (c,); a noise level sigma is one float a row.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from synthbalance.samplers._nets.layers import Linear, ResidualBlock, dropped
from synthbalance.samplers._nets.layout import Condition, RowLayout
from synthbalance.samplers._nets.loop import averaged_copy, cooled

LOWEST, HIGHEST, BEND = 0.01, 40.0, 7.0
LOG_MEAN, LOG_SPREAD = -1.0, 1.2
FREQUENCIES = 16


class Denoiser(nn.Module):
    """Noisy row, its noise level and condition -> the clean row it most likely came from.

    Karras et al. (2022), table 1: D = c_skip x + c_out F(c_in x, c_noise), with a data deviation of 1,
    so that F sees and answers in unit variance at every level. The last layer starts at 0.
    """

    def __init__(self, shape, tables, settings, generator):
        super().__init__()
        hidden, self.block = settings["width"], 256
        self.layout = RowLayout(shape, tables, unit=2.0)
        self.condition = Condition(shape, generator)
        self.stem = Linear(self.layout.width, hidden, generator)
        self.level = Linear(2 * FREQUENCIES, hidden, generator)
        self.asked = Linear(self.condition.width, hidden, generator)
        self.blocks = nn.ModuleList(ResidualBlock(hidden, generator) for _ in range(settings["blocks"]))
        self.norm = nn.LayerNorm(hidden)
        self.head = Linear(hidden, self.layout.width, generator, gain=0.0)
        self.register_buffer("frequency", torch.linspace(0, math.log(100.0), FREQUENCIES).exp(), persistent=False)

    def forward(self, noisy, sigma, condition, drop=None):
        """(batch, width), (batch,), (batch, c), callable that drops entries -> denoised (batch, width)."""
        variance = sigma.square() + 1
        raw = self._net(noisy / variance.sqrt()[:, None], sigma.log() / 4, condition, drop)
        return noisy / variance[:, None] + (sigma / variance.sqrt())[:, None] * raw

    def _net(self, x, level, condition, drop):
        angle = level[:, None] * self.frequency
        context = self.asked(condition) + self.level(torch.cat([angle.sin(), angle.cos()], dim=1))
        h = self.stem(x)
        for block in self.blocks:
            h = block(h, context, drop)
        return self.head(F.silu(self.norm(h)))

    def draw(self, noise, classes, given_numbers, given_codes, offsets, steps):
        """Rows by `steps` Heun steps down the noise levels, along the probability flow.

        Parameters
        ----------
        noise : (batch, width), standard normal
        classes, given_numbers, given_codes : (batch,), (batch, g), (batch, g')
        offsets : (n_classes, n_flat)
            Added to the scores of codes, see `_margins`.
        steps : int

        Returns
        -------
        numbers (batch, n_numbers), scores of the small blocks (batch, n_flat), codes (batch, n_blocks)
        """
        condition = self.condition(classes, given_numbers, given_codes)
        levels = _levels(steps).tolist()
        x = noise * levels[0]
        for now, after in zip(levels, [*levels[1:], 0.0], strict=True):
            slope = (x - self._at(x, now, condition)) / now
            ahead = x + (after - now) * slope
            if after > 0:
                slope = (slope + (ahead - self._at(ahead, after, condition)) / after) / 2
                ahead = x + (after - now) * slope
            x = ahead
        numbers, flat, embedded = self.layout.split(x)
        return numbers, flat, self.layout.codes(flat + offsets[classes], embedded)

    def _at(self, x, sigma, condition):
        return self(x, torch.full((len(x),), sigma, device=x.device), condition)

    @property
    def noise_width(self):
        return self.layout.width


class DiffusionLearner:
    """One training step: noise a batch at log-normal levels, and move towards the clean rows.

    Attributes
    ----------
    net, averaged : Denoiser
    """

    loss_names = ("denoising",)

    def __init__(self, shape, tables, settings, plan, device, generator, device_generator):
        self.device, self._generator = device, device_generator
        self.net = Denoiser(shape, tables, settings, generator).to(device)
        self.averaged = averaged_copy(self.net)
        self._optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=settings["rate"], betas=(0.9, 0.99), weight_decay=settings["decay"]
        )
        self._noise = torch.empty(plan.batch, self.net.layout.width, device=device)
        self._level = torch.empty(plan.batch, device=device)
        self._drop = lambda h: dropped(h, settings["dropout"], device_generator)
        self._rate = cooled(self._optimizer, settings["rate"], plan.steps)

    def step(self, batches):
        """Losses (1,) of one step; from the next batch."""
        numbers, codes, classes, given_numbers, given_codes = batches.next()
        clean = self.net.layout.vector(numbers, codes)
        sigma = (LOG_MEAN + LOG_SPREAD * self._level.normal_(generator=self._generator)).exp()
        noisy = clean + sigma[:, None] * self._noise.normal_(generator=self._generator)
        made = self.net(noisy, sigma, self.net.condition(classes, given_numbers, given_codes), self._drop)
        weight = (sigma.square() + 1) / sigma.square()
        loss = (weight[:, None] * (made - clean).square()).mean()
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self._optimizer.step()
        self._rate.step()
        return loss.detach()[None]


def _levels(steps):
    """Noise levels from HIGHEST to LOWEST, (steps,), bent towards the low end (Karras et al., equation 5)."""
    share = torch.linspace(0, 1, steps, dtype=torch.float64)
    return (HIGHEST ** (1 / BEND) + share * (LOWEST ** (1 / BEND) - HIGHEST ** (1 / BEND))) ** BEND
