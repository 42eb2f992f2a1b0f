"""CUDA graphs: a training step is recorded once and replayed, so that launching its kernels costs nothing."""

import torch

_WARM_UP = 3


def recorded(work, device, generators):
    """`work`, or on CUDA a replay of it.

    Parameters
    ----------
    work : callable () -> tensor
        One step on buffers made beforehand, without any transfer to the host.
    device : torch.device
    generators : list of torch.Generator
        Those it draws from, on that device.

    Returns
    -------
    callable () -> tensor
        On CUDA always the same tensor, filled anew.
    """
    if device.type != "cuda":
        return work
    side = torch.cuda.Stream(device)
    side.wait_stream(torch.cuda.current_stream(device))
    with torch.cuda.stream(side):
        for _ in range(_WARM_UP):
            work()
    torch.cuda.current_stream(device).wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    for generator in generators:
        graph.register_generator_state(generator)
    with torch.cuda.graph(graph):
        result = work()

    def replay():
        graph.replay()
        return result

    return replay
