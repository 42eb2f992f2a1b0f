"""How an encoded row lies in one vector: its numbers, one-hot blocks up to 32 levels, embeddings above."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from synthbalance.samplers._encoded import MOST_ONE_HOT
from synthbalance.samplers._nets.layers import Embedding

LEARNED_WIDTH = 16


@dataclass(frozen=True)
class Shape:
    """Sizes that a net is built from; plain values, so that a file can hold them.

    Attributes
    ----------
    numbers : int
        Number columns.
    sizes : list of int
        Codes of each block.
    gates : list of [number position or -1, ordinary codes]
        For each block, the number that only counts where the block's code is below `ordinary codes`.
    classes : int
    given_numbers, given_sizes
        The same for the columns conditioned on.
    """

    numbers: int
    sizes: list
    gates: list
    classes: int
    given_numbers: int
    given_sizes: list


class RowLayout(nn.Module):
    """Encoded rows as vectors of `width` floats, and scores of codes back to codes.

    Parameters
    ----------
    shape : Shape
    tables : dict block position -> float array of shape (size, n_dimensions)
        Fixed vectors of the levels of each block above 32 levels.
    unit : float
        What a 1 of a one-hot block is in the vector.
    """

    def __init__(self, shape, tables, unit=1.0):
        super().__init__()
        self.shape, self.unit = shape, unit
        self.small = [b for b, size in enumerate(shape.sizes) if size <= MOST_ONE_HOT]
        self.large = [b for b, size in enumerate(shape.sizes) if size > MOST_ONE_HOT]
        sizes = [shape.sizes[b] for b in self.small]
        self.n_flat = sum(sizes)
        self.start_of = dict(zip(self.small, (sum(sizes[:i]) for i in range(len(sizes))), strict=True))
        starts = torch.tensor([0, *sizes]).cumsum(0)[:-1]
        inside = torch.arange(max(sizes, default=1))[None, :] < torch.tensor(sizes).reshape(-1, 1)
        place = starts[:, None] + torch.arange(inside.shape[1])
        self.register_buffer("starts", starts, persistent=False)
        self.register_buffer("inside", inside, persistent=False)
        self.register_buffer("small_index", torch.tensor(self.small, dtype=torch.long), persistent=False)
        self.register_buffer("unpad", inside.flatten().nonzero()[:, 0], persistent=False)
        self.register_buffer("place", torch.where(inside, place, 0), persistent=False)
        for b in self.large:
            self.register_buffer(f"table_{b}", torch.as_tensor(tables[b], dtype=torch.float32), persistent=False)
        self.widths = [shape.numbers, self.n_flat, *[self.table(b).shape[1] for b in self.large]]
        self.width = sum(self.widths)
        entries = [*[1] * shape.numbers, *sizes, *self.widths[2:]]
        self.n_columns = len(entries)
        column_of = torch.arange(len(entries)).repeat_interleave(torch.tensor(entries, dtype=torch.long))
        self.register_buffer("column_of", column_of, persistent=False)

    def table(self, block):
        """Fixed vectors (size, n_dimensions) of a large block's levels."""
        return getattr(self, f"table_{block}")

    def one_hot(self, codes):
        """Codes (batch, n_blocks) -> 0/1 (batch, n_flat) of the small blocks."""
        flat = torch.zeros(len(codes), self.n_flat, device=codes.device)
        return flat.scatter_(1, codes.index_select(1, self.small_index) + self.starts, 1.0) if self.small else flat

    def vector(self, numbers, codes):
        """Numbers (batch, n_numbers) and codes (batch, n_blocks) -> vectors (batch, width)."""
        parts = [numbers, self.unit * self.one_hot(codes)]
        return torch.cat([*parts, *[F.embedding(codes[:, b], self.table(b)) for b in self.large]], dim=1)

    def split(self, vector):
        """Vectors (batch, width) -> numbers, flat block part in units of one, list of embedded parts."""
        numbers, flat, *embedded = vector.split(self.widths, dim=1)
        return numbers, flat / self.unit, embedded

    def padded(self, flat, fill):
        """(batch, n_flat) -> (batch, n_small_blocks, largest size), `fill` where a block has no such code."""
        return flat[:, self.place].masked_fill(~self.inside, fill)

    def softmax(self, flat):
        """Logits (batch, n_flat) -> probabilities (batch, n_flat): one padded softmax for all small blocks."""
        return (
            self.padded(flat, -torch.inf).softmax(dim=2).flatten(1).index_select(1, self.unpad) if self.small else flat
        )

    def codes(self, flat, embedded):
        """Best code of each block (batch, n_blocks): the highest score, or the nearest level of a large block."""
        out = torch.zeros(len(flat), len(self.shape.sizes), dtype=torch.long, device=flat.device)
        for b in self.small:
            start = self.start_of[b]
            out[:, b] = flat[:, start : start + self.shape.sizes[b]].argmax(dim=1)
        for b, part in zip(self.large, embedded, strict=True):
            out[:, b] = self.nearness(part, b).argmax(dim=1)
        return out

    def nearness(self, part, block):
        """Minus half the squared distance (batch, size) of embedded values to each level, up to a constant."""
        table = self.table(block)
        return part @ table.T - 0.5 * table.square().sum(dim=1)

    def gated(self, numbers, soft):
        """Numbers times the probability that they count, so that an atom's unused number is 0 as in real rows."""
        weights = [soft.new_ones(len(soft)) for _ in range(self.shape.numbers)]
        for block, (number, ordinary) in enumerate(self.shape.gates):
            if number >= 0 and block in self.small:
                start = self.start_of[block]
                weights[number] = soft[:, start : start + ordinary].sum(dim=1)
        return numbers * torch.stack(weights, dim=1) if weights else numbers


class Condition(nn.Module):
    """What a row is asked to be, as a vector (batch, width): its class, then the columns conditioned on.

    One-hot up to 32 levels, a learned embedding of 16 above.
    """

    def __init__(self, shape, generator):
        super().__init__()
        self.sizes = [shape.classes, *shape.given_sizes]
        self.learned = nn.ModuleDict(
            {str(b): Embedding(n, LEARNED_WIDTH, generator) for b, n in enumerate(self.sizes) if n > MOST_ONE_HOT}
        )
        self.width = shape.given_numbers + sum(n if n <= MOST_ONE_HOT else LEARNED_WIDTH for n in self.sizes)

    def forward(self, classes, given_numbers, given_codes):
        codes = torch.cat([classes[:, None], given_codes], dim=1)
        parts = [given_numbers]
        for b, size in enumerate(self.sizes):
            if str(b) in self.learned:
                parts.append(self.learned[str(b)](codes[:, b]))
            else:
                zeros = torch.zeros(len(codes), size, device=codes.device)
                parts.append(zeros.scatter_(1, codes[:, b : b + 1], 1.0))
        return torch.cat(parts, dim=1)
