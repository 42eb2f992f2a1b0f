"""Warm start for few rows: before it plays against a critic, the generator's body learns to fill in hidden columns."""

import torch
from torch.nn import functional as F

from synthbalance.samplers._nets.layers import Linear

HIDDEN_SHARE = 0.5


def warm_start(net, batches, steps, generator):
    """Train `net`'s blocks and head as a masked autoencoder; its first layer stays as it is.

    A layer of its own, thrown away afterwards, takes the row with half of its columns hidden, which ones,
    and the condition; the blocks and the head then have to give the whole row back.

    Parameters
    ----------
    net : Generator
    batches : Batches
    steps : int
    generator : torch.Generator
        On the device.
    """
    layout, device = net.layout, batches.device
    width = 2 * layout.width + net.condition.width
    on_host = torch.Generator().manual_seed(generator.initial_seed())
    first = Linear(width, net.head.weight.shape[1], on_host).to(device)
    optimizer = torch.optim.Adam([*first.parameters(), *net.parameters()], lr=1e-3)
    for _ in range(steps):
        numbers, codes, classes, *given = batches.next()
        rows = layout.vector(numbers, codes)
        hidden = torch.rand(len(rows), layout.n_columns, generator=generator, device=device) < HIDDEN_SHARE
        shown = 1.0 - hidden.index_select(1, layout.column_of).float()
        seen = torch.cat([rows * shown, shown, net.condition(classes, *given)], dim=1)
        loss = _lost(layout, net.from_hidden(first(seen)), rows, numbers, codes)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()


def _lost(layout, raw, rows, numbers, codes):
    """Squared error of numbers that count and of embedded levels, cross-entropy of the small blocks."""
    made, flat, embedded = layout.split(raw)
    one_hot = layout.one_hot(codes)
    loss = layout.gated((made - numbers).square(), one_hot).sum()
    loss = loss - (one_hot * layout.softmax(flat).clamp(min=1e-9).log()).sum()
    for block, part in zip(layout.large, embedded, strict=True):
        loss = loss + (part - F.embedding(codes[:, block], layout.table(block))).square().sum()
    return loss / len(rows)
