"""The samplers that every test of the contract runs over: all that STRATEGIES lists and that make rows."""

import inspect

import synthbalance as sb

SAMPLERS = [cls for cls in sb.STRATEGIES.values() if cls is not None and cls.makes_rows]
SMALL = {"steps": 5, "walk_steps": 4, "shortfall": "relax"}

PARENTS = {
    "RandomSampler": ["source"],
    "SMOTESampler": ["seed", "neighbor"],
    "MGSSampler": ["seed", "donor"],
    "CounterfactualSampler": ["base", "donor", "relaxed"],
}


def quick(cls, **changes):
    """A sampler with a fixed seed, small enough for a test; it delivers every row asked for."""
    known = inspect.signature(cls.__init__).parameters
    small = {name: value for name, value in SMALL.items() if name in known}
    return cls(**{"random_state": 0, **small, **changes})
