"""The conditional GAN: a generator of rows, a critic of packs of rows, and their training step.

Shapes: a row is a vector (width,), see `layout`; a condition (c,); a pack is `pack` rows of one class side by side.
"""

import torch
from torch import nn
from torch.nn import functional as F

from synthbalance.samplers._nets.graphs import recorded
from synthbalance.samplers._nets.layers import Linear, ResidualBlock, dropped, gumbel
from synthbalance.samplers._nets.layout import Condition, RowLayout
from synthbalance.samplers._nets.loop import averaged_copy
from synthbalance.samplers._nets.warm import warm_start

NOISE = 64
TEMPERATURE = 0.2
LAZY = 4


class Generator(nn.Module):
    """Noise and a condition -> a row; two residual blocks of 128, LayerNorm, one head.

    Codes of small blocks come from one padded Gumbel softmax, those of large blocks as a point among
    their levels' fixed vectors.
    """

    def __init__(self, shape, tables, settings, generator):
        super().__init__()
        hidden, self.block, self.chance = settings["width"], 2048, settings["chance"]
        self.layout = RowLayout(shape, tables)
        self.condition = Condition(shape, generator)
        self.stem = Linear(NOISE + self.condition.width, hidden, generator)
        self.blocks = nn.ModuleList(ResidualBlock(hidden, generator) for _ in range(2))
        self.norm = nn.LayerNorm(hidden)
        self.head = Linear(hidden, self.layout.width, generator)

    def forward(self, noise, condition):
        """(batch, noise_width), (batch, c) -> rows (batch, width) with soft codes."""
        numbers, flat, embedded = self.parts(noise, condition)
        soft = self.layout.softmax(flat / TEMPERATURE)
        return torch.cat([self.layout.gated(numbers, soft), soft, *embedded], dim=1)

    def parts(self, noise, condition):
        """Numbers (batch, n_numbers), noisy scores of small codes (batch, n_flat), and the embedded parts."""
        h = self.stem(torch.cat([noise[:, :NOISE], condition], dim=1))
        raw = self.from_hidden(h)
        numbers, flat, embedded = self.layout.split(raw)
        return numbers, flat + self.chance * gumbel(noise[:, NOISE:]), embedded

    def from_hidden(self, h):
        """(batch, hidden) -> raw head (batch, width)."""
        for block in self.blocks:
            h = block(h)
        return self.head(F.silu(self.norm(h)))

    def draw(self, noise, classes, given_numbers, given_codes, offsets, steps):
        """Rows of one pass; see `Denoiser.draw` for the shapes."""
        condition = self.condition(classes, given_numbers, given_codes)
        numbers, flat, embedded = self.parts(noise, condition)
        return numbers, flat, self.layout.codes(flat + offsets[classes], embedded)

    @property
    def noise_width(self):
        return NOISE + self.layout.n_flat


class Critic(nn.Module):
    """Packs of rows and of their conditions -> one score a pack, by projection on the condition.

    Lin et al. (2018): rows judged side by side show a collapsed generator. Miyato and Koyama (2018): the
    score is psi(h) + <V c, h>, so that a row is judged as a member of its class.
    """

    def __init__(self, width, condition_width, settings, generator):
        super().__init__()
        hidden, self.pack = settings["critic_width"], settings["pack"]
        self.first = Linear(self.pack * width, hidden, generator, gain=2**0.5)
        self.second = Linear(hidden, hidden, generator, gain=2**0.5)
        self.score = Linear(hidden, 1, generator)
        self.project = Linear(self.pack * condition_width, hidden, generator)

    def forward(self, rows, condition, drop):
        """(batch, width), (batch, c), callable that drops entries -> (batch / pack,)."""
        h = drop(F.leaky_relu(self.first(rows.reshape(len(rows) // self.pack, -1)), 0.2))
        h = drop(F.leaky_relu(self.second(h), 0.2))
        asked = self.project(condition.reshape(len(h), -1))
        return self.score(h)[:, 0] + (asked * h).mean(dim=1)


class GANLearner:
    """One training step: a few critic steps on fakes cut off from the generator, then one of the generator.

    The penalty on the critic's slope (to 1 for "wgan", on real rows to 0 for "hinge") is lazy: every fourth
    critic step, four times as strong (Karras et al. 2020). On CUDA all three steps are recorded as graphs.
    """

    loss_names = ("critic", "generator", "penalty")

    def __init__(self, shape, tables, settings, plan, device, generator, device_generator):
        self.device, self._generator, self._settings = device, device_generator, settings
        self.net = Generator(shape, tables, settings, generator).to(device)
        self.averaged = averaged_copy(self.net)
        self._condition = Condition(shape, generator).to(device)
        self._critic = Critic(self.net.layout.width, self._condition.width, settings, generator).to(device)
        self._of_critic = [*self._critic.parameters(), *self._condition.parameters()]
        on_cuda = device.type == "cuda"
        self._optimizers = [
            torch.optim.Adam(weights, lr=rate, betas=(0.0, 0.9), capturable=on_cuda)
            for weights, rate in (
                (self._of_critic, settings["critic_rate"]),
                (list(self.net.parameters()), settings["rate"]),
            )
        ]
        self._noise = torch.empty(plan.batch, self.net.noise_width, device=device)
        self._losses = torch.zeros(len(self.loss_names), device=device)
        self._runs, self._turn = None, 0

    def step(self, batches):
        """Losses (3,) of one generator step and the critic steps before it."""
        if self._runs is None:
            self._runs = self._record(batches)
        for _ in range(self._settings["critic_steps"]):
            self._runs["penalised" if self._turn % LAZY == 0 else "plain"]()
            self._turn += 1
        self._runs["generator"]()
        return self._losses

    def _record(self, batches):
        if self._settings["warm_steps"]:
            warm_start(self.net, batches, self._settings["warm_steps"], self._generator)
            self.averaged.load_state_dict(self.net.state_dict())
        works = {
            "penalised": lambda: self._critic_step(batches.next(), True),
            "plain": lambda: self._critic_step(batches.next(), False),
            "generator": lambda: self._generator_step(batches.next()),
        }
        return {name: recorded(work, self.device, [self._generator]) for name, work in works.items()}

    def _critic_step(self, batch, penalised):
        numbers, codes, classes, *given = batch
        real = self.net.layout.vector(numbers, codes)
        with torch.no_grad():
            fake = self.net(self._fresh_noise(), self.net.condition(classes, *given))
        real, fake = self._blurred(real), self._blurred(fake)
        condition = self._condition(classes, *given)
        on_real, on_fake = self._judge(real, condition), self._judge(fake, condition)
        if self._settings["loss"] == "hinge":
            loss = F.relu(1 - on_real).mean() + F.relu(1 + on_fake).mean()
        else:
            loss = on_fake.mean() - on_real.mean()
        total = loss
        if penalised:
            penalty = self._penalty(real, fake, condition)
            total = total + LAZY * self._settings["penalty"] * penalty
            self._losses[2] = penalty.detach()
        self._move(0, total)
        self._losses[0] = loss.detach()
        return self._losses

    def _generator_step(self, batch):
        _, _, classes, *given = batch
        made = self.net(self._fresh_noise(), self.net.condition(classes, *given))
        with torch.no_grad():
            condition = self._condition(classes, *given)
        loss = -self._judge(self._blurred(made), condition).mean()
        self._move(1, loss)
        self._losses[1] = loss.detach()
        return self._losses

    def _penalty(self, real, fake, condition):
        """Mean squared slope of the critic on real packs ("hinge"), or its distance from 1 in between ("wgan")."""
        at = real
        if self._settings["loss"] == "wgan":
            n_packs = len(real) // self._critic.pack
            share = torch.rand(n_packs, 1, generator=self._generator, device=self.device)
            share = share.expand(-1, self._critic.pack).reshape(-1, 1)
            at = real + share * (fake - real)
        at = at.detach().requires_grad_()
        score = self._critic(at, condition.detach(), lambda h: h)
        (slope,) = torch.autograd.grad(score.sum(), at, create_graph=True)
        length = slope.reshape(len(score), -1).square().sum(dim=1)
        if self._settings["loss"] == "wgan":
            return ((length + 1e-12).sqrt() - 1).square().mean()
        return length.mean() / 2

    def _judge(self, rows, condition):
        return self._critic(rows, condition, lambda h: dropped(h, self._settings["dropout"], self._generator))

    def _blurred(self, rows):
        """Noise on what the critic sees, so that it cannot know few real rows by heart."""
        if self._settings["blur"] == 0:
            return rows
        return rows + self._settings["blur"] * torch.randn(rows.shape, generator=self._generator, device=self.device)

    def _fresh_noise(self):
        return self._noise.normal_(generator=self._generator)

    def _move(self, which, loss):
        optimizer = self._optimizers[which]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
