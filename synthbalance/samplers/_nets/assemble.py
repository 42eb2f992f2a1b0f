"""Put a generator together: a learner on a device from plain settings, and a net from stored weights."""

import torch

from synthbalance.samplers._nets.layout import Shape
from synthbalance.samplers._nets.loop import Batches, load_weights


def new_learner(learner_of, parts, plan, device, seed, rows):
    """A learner with fresh weights, and the batches it learns from.

    Parameters
    ----------
    learner_of : class of the learner
    parts : tuple of shape (dict), tables (dict) and settings (dict)
    plan : Plan
    device : torch.device
    seed : int
        Of the weights, the batches and all noise.
    rows : EncodedRows

    Returns
    -------
    learner, Batches
    """
    on_host, on_device = torch.Generator().manual_seed(seed), torch.Generator(device).manual_seed(seed + 1)
    shape, tables, settings = parts
    learner = learner_of(Shape(**shape), tables, settings, plan, device, on_host, on_device)
    return learner, Batches(rows, plan, device, on_device)


def stored_net(net_of, parts, weights, device):
    """A net of class `net_of` with the `weights` (dict name -> array), ready to draw from."""
    shape, tables, settings = parts
    net = net_of(Shape(**shape), tables, settings, torch.Generator())
    return load_weights(net, weights).to(device)
