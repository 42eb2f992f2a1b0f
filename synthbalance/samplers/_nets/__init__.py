"""The trained generators' networks: the only folder that imports torch, and only when one is trained or drawn from."""

from contextlib import contextmanager
from importlib.util import find_spec


def require_torch(who):
    """Say in a sentence how to install torch where it is absent.

    Parameters
    ----------
    who : str
        Name of the class that needs it.

    Raises
    ------
    ImportError
        If torch is not installed.
    """
    if find_spec("torch") is None:
        raise ImportError(
            f"{who} needs torch, which is not installed. Install it: pip install 'synthbalance[torch]'. "
            f"Every other sampler works without it."
        )


def pick_device(wanted):
    """The torch device for `wanted`: "auto" is CUDA, then MPS, then the CPU.

    Parameters
    ----------
    wanted : str
        "auto", "cpu", "cuda", "cuda:1", "mps".

    Returns
    -------
    torch.device

    Raises
    ------
    ValueError
        If that device is not there.
    """
    import torch

    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return torch.device(next(name for name in ("cuda", "mps", "cpu") if there[name]))
    if not there.get(wanted.split(":")[0], False):
        found = [name for name, is_there in there.items() if is_there]
        raise ValueError(f"device needs one of {['auto', *found]} on this machine, got {wanted!r}. Use device='auto'.")
    return torch.device(wanted)


@contextmanager
def one_thread():
    """One CPU thread inside the block: these nets are small, and threads that wait for each other cost far more."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
