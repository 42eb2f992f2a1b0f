"""Strategies: each public class in a file of its own, listed here in the panel's order.

Adding a sampler is one file and one line in `STRATEGIES`.
"""

from types import MappingProxyType

from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._knob import Knob
from synthbalance.samplers._ratio import new_row_counts, suggested_ratio
from synthbalance.samplers.class_weight import ClassWeight
from synthbalance.samplers.copula import GaussianCopulaSampler
from synthbalance.samplers.counterfactual import CounterfactualSampler
from synthbalance.samplers.diffusion import DiffusionSampler
from synthbalance.samplers.gan import ConditionalGANSampler
from synthbalance.samplers.mgs import MGSSampler
from synthbalance.samplers.random import RandomSampler
from synthbalance.samplers.rules import RuleSampler
from synthbalance.samplers.smote import SMOTESampler
from synthbalance.samplers.under_bagging import UnderBagging
from synthbalance.samplers.vae import VAESampler

STRATEGIES = MappingProxyType(
    {
        "none": None,
        "class_weight": ClassWeight,
        "under_bagging": UnderBagging,
        "random": RandomSampler,
        "smote": SMOTESampler,
        "mgs": MGSSampler,
        "copula": GaussianCopulaSampler,
        "gan": ConditionalGANSampler,
        "vae": VAESampler,
        "diffusion": DiffusionSampler,
        "counterfactual": CounterfactualSampler,
        "rules": RuleSampler,
    }
)

__all__ = [
    "STRATEGIES",
    "ClassWeight",
    "ConditionalGANSampler",
    "CounterfactualSampler",
    "DiffusionSampler",
    "GaussianCopulaSampler",
    "Knob",
    "MGSSampler",
    "RandomSampler",
    "RuleSampler",
    "SMOTESampler",
    "TableOverSampler",
    "UnderBagging",
    "VAESampler",
    "new_row_counts",
    "suggested_ratio",
]
