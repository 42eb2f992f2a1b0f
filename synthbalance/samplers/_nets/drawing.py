"""Rows from a trained net, in blocks of one size, so that fewer rows are the first of more."""

import numpy as np
import torch

ON_DEVICE_BLOCK = 65_536


def draw_rows(net, device, rng, asked, offsets, steps, tick=None, scores=False):
    """Encoded rows as asked for.

    Parameters
    ----------
    net : module with `draw`, `noise_width` and `block` (rows drawn at once on a CPU)
    device : torch.device
    rng : numpy.random.Generator
        Noise comes from it, whole blocks at a time.
    asked : tuple of classes (n,), given numbers (n, g), given codes (n, g')
    offsets : float array of shape (n_classes, n_flat)
    steps : int
        Steps of the walk, where the net takes one.
    tick : callable (done, total), optional
    scores : bool, default=False
        Whether the scores of the small blocks' codes come too.

    Returns
    -------
    numbers (n, n_numbers), codes (n, n_blocks), scores (n, n_flat) or None
    """
    n, block = len(asked[0]), net.block if device.type == "cpu" else ON_DEVICE_BLOCK
    offsets = torch.as_tensor(offsets, dtype=torch.float32, device=device)
    made = []
    for start in range(0, n, block):
        if tick is not None:
            tick(start, n)
        noise = torch.as_tensor(rng.standard_normal((block, net.noise_width), dtype=np.float32)).to(device)
        parts = [_filled(part[start : start + block], block, device) for part in asked]
        with torch.inference_mode():
            numbers, flat, codes = net.draw(noise, *parts, offsets, steps)
        kept = min(block, n - start)
        made.append((_host(numbers, kept), _host(codes, kept), _host(flat, kept) if scores else None))
    numbers, codes, flat = zip(*made, strict=True)
    return np.concatenate(numbers), np.concatenate(codes), np.concatenate(flat) if scores else None


def _filled(part, block, device):
    """A block's conditions, the last row repeated where it is the last block and not full."""
    short = block - len(part)
    return torch.as_tensor(np.concatenate([part, np.repeat(part[-1:], short, axis=0)]) if short else part).to(device)


def _host(values, kept):
    return values[:kept].cpu().numpy()
