"""SynthBalance: rebalance a rare class, retrain at once, and see what it is worth on real rows.

Public names resolve on first use, so that ``import synthbalance`` stays fast and loads neither
lightgbm, matplotlib, torch, dask nor ipywidgets.
"""

from importlib import import_module, metadata

_HOME = {
    "synthbalance._errors": ("Cancelled", "DataWarning"),
    "synthbalance.datasets": ("fetch_creditcard", "load_bundled", "load_transactions", "read_table"),
    "synthbalance.split": ("Split", "split_holdout"),
    "synthbalance.samplers": (
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
        "suggested_ratio",
    ),
    "synthbalance.models": ("default_model",),
    "synthbalance.metrics": ("METRICS", "Costs", "Score"),
    "synthbalance.audit": ("Audit", "audit_synthetic"),
    "synthbalance.experiment": ("Experiment", "Preview", "Run"),
    "synthbalance.advice": ("Advice", "AutoBalance"),
    "synthbalance.report": ("read_model",),
}
_MODULES = ("scale",)  # not in __all__: a star import must work without what they need
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted([*_WHERE, "__version__"])


def __getattr__(name):
    if name == "__version__":
        return metadata.version("synthbalance")
    if name in _MODULES:
        return import_module(f"synthbalance.{name}")
    if name not in _WHERE:
        raise AttributeError(f"module 'synthbalance' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__():
    return sorted([*__all__, *_MODULES])
