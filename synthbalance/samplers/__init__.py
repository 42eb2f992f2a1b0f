"""Strategies: each public class in a file of its own, listed here in the panel's order.

Adding a sampler is one file and one line in `STRATEGIES`.
"""

from types import MappingProxyType

from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._ratio import suggested_ratio
from synthbalance.samplers.class_weight import ClassWeight
from synthbalance.samplers.random import RandomSampler
from synthbalance.samplers.smote import SMOTESampler

STRATEGIES = MappingProxyType(
    {
        "none": None,
        "class_weight": ClassWeight,
        "random": RandomSampler,
        "smote": SMOTESampler,
    }
)

__all__ = [
    "STRATEGIES",
    "ClassWeight",
    "Knob",
    "RandomSampler",
    "SMOTESampler",
    "TableOverSampler",
    "suggested_ratio",
]
