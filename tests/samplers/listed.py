"""The samplers that every test of the contract runs over: all that STRATEGIES lists and that make rows."""

import synthbalance as sb

SAMPLERS = [cls for cls in sb.STRATEGIES.values() if cls is not None and cls.makes_rows]


def quick(cls, **changes):
    """A sampler with a fixed seed, small enough for a test."""
    return cls(**{"random_state": 0, **changes})
