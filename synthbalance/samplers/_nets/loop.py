"""The one training loop: balanced batches, averaged weights, early stop, progress, cancel, and a stop at NaN."""

import copy
import math
from dataclasses import dataclass, field

import torch

from synthbalance._errors import Cancelled


@dataclass
class Plan:
    """How long and how to train.

    Attributes
    ----------
    steps : int
        Steps at most.
    batch : int
        Rows a step.
    pack : int
        Rows of one class that stand side by side in a batch, always together.
    every : int
        Steps from check to check.
    decay : float
        Of the running average of the weights, reached by and by.
    """

    steps: int
    batch: int = 512
    pack: int = 1
    every: int = 100
    decay: float = 0.999


@dataclass
class Outcome:
    """What training left.

    Attributes
    ----------
    weights : dict name -> float array
        Averaged weights of the best check, or the last good ones.
    step : int
        The step they are from.
    losses : float array of shape (steps taken, n_losses)
    ended : {"steps", "early", "nan", "cancelled"}
    error : Cancelled, optional
    """

    weights: dict
    step: int = 0
    losses: object = None
    ended: str = "steps"
    error: Exception | None = field(default=None, repr=False)


class Batches:
    """Half of each batch from the largest class, the other half shared by the rest; in buffers made once.

    Parameters
    ----------
    rows : EncodedRows
        Kept on the device as a whole; ordered by class (`EncodedRows.by_class`), which is not checked.
    plan : Plan
    device : torch.device
    generator : torch.Generator
        On that device.
    """

    def __init__(self, rows, plan, device, generator):
        self.device = device
        self._source = [torch.as_tensor(part).to(device) for part in rows.parts()]
        self._buffers = [
            torch.empty(plan.batch, *part.shape[1:], dtype=part.dtype, device=device) for part in self._source
        ]
        slots = _slots(torch.as_tensor(rows.classes).bincount(), plan.batch, plan.pack)
        counts = torch.as_tensor(rows.classes).bincount()
        starts = counts.cumsum(0) - counts
        self._start, self._count = starts[slots].to(device), counts[slots].to(device)
        self._uniform = torch.empty(plan.batch, device=device, dtype=torch.float32)
        self._generator = generator

    def next(self):
        """Numbers, codes, classes, given numbers and given codes of the next batch, each (batch, ...)."""
        torch.rand(len(self._uniform), generator=self._generator, out=self._uniform)
        pick = self._start + torch.minimum((self._uniform * self._count).long(), self._count - 1)
        for source, buffer in zip(self._source, self._buffers, strict=True):
            torch.index_select(source, 0, pick, out=buffer)
        return self._buffers

    def release(self):
        """Let go of the rows, as a learner that refers to itself is only cleared away by and by."""
        self._source = []


def train(learner, batches, plan, check, tick):
    """Run the steps; keep the averaged weights of the best check.

    Parameters
    ----------
    learner : object with `step(batches) -> losses (n_losses,)`, `net`, `averaged`, `loss_names`
    batches : Batches
    plan : Plan
    check : callable step -> (is_best, stop), or None
        Looks at what `learner.averaged` draws, and may raise `Cancelled`; None keeps the last weights.
    tick : callable (done, total)
        Progress; may raise `Cancelled`.

    Returns
    -------
    Outcome
    """
    history = torch.full((plan.steps, len(learner.loss_names)), torch.nan, device=learner.device)
    outcome, checked = Outcome(weights_of(learner.averaged)), 0
    for step in range(1, plan.steps + 1):
        history[step - 1] = learner.step(batches)
        _average(learner, min(plan.decay, step / (step + 10)))
        try:
            tick(step, plan.steps)
        except Cancelled as error:
            outcome.ended, outcome.error = "cancelled", error
        last = outcome.ended == "cancelled" or step == plan.steps
        if not last and step % plan.every:
            continue
        if not _is_finite(history[checked:step], learner.averaged):
            outcome.ended = "nan" if outcome.error is None else "cancelled"
            break
        checked = step
        try:
            is_best, stop = _look(check, step, outcome)
        except Cancelled as error:
            outcome.ended, outcome.error, last = "cancelled", error, True
            is_best, stop = _look(check, step, outcome)
        if is_best:
            outcome.weights, outcome.step = weights_of(learner.averaged), step
        if stop or last:
            outcome.ended = "early" if stop and not last else outcome.ended
            break
    outcome.losses = history[:step].cpu().numpy()
    return outcome


def weights_of(module):
    """Copies of a module's parameters: dict name -> float32 array."""
    return {name: values.detach().cpu().numpy().copy() for name, values in module.state_dict().items()}


def load_weights(module, weights):
    """Put `weights` (from `weights_of`) into a module, which then needs no gradients."""
    module.load_state_dict({name: torch.as_tensor(values) for name, values in weights.items()})
    return module.requires_grad_(False)


def averaged_copy(net):
    """A copy of `net` that the running average of its weights is kept in."""
    return copy.deepcopy(net).requires_grad_(False)


def cooled(optimizer, rate, steps):
    """A scheduler that takes the rate from `rate` down to a twentieth along half a cosine, over `steps` steps."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: 0.05 + 0.95 * (1 + math.cos(math.pi * min(step / steps, 1))) / 2
    )


def _look(check, step, outcome):
    """(is best, stop); without a check, or where it was cancelled before the first, the newest is the best."""
    if check is None or (outcome.ended == "cancelled" and outcome.step == 0):
        return True, False
    if outcome.ended == "cancelled":
        return False, True
    return check(step)


def _average(learner, decay):
    with torch.no_grad():
        torch._foreach_lerp_(list(learner.averaged.parameters()), list(learner.net.parameters()), 1 - decay)


def _is_finite(losses, module):
    return bool(losses.isfinite().all()) and all(bool(values.isfinite().all()) for values in module.parameters())


def _slots(counts, batch, pack):
    """Class of each place in a batch (batch,): the largest class has half, in whole packs."""
    n_packs, rarer = batch // pack, counts.clone()
    rarer[counts.argmax()] = 0
    others = rarer.nonzero()[:, 0]
    half = n_packs - n_packs // 2 if len(others) else n_packs
    shared = others[torch.arange(n_packs - half) % max(len(others), 1)] if len(others) else others
    packs = torch.cat([counts.argmax().repeat(half), shared.sort().values])
    return packs.repeat_interleave(pack)
