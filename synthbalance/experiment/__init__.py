"""Experiment: rebalance the training part, retrain, and score on real holdout rows."""

from synthbalance._warned import heard, silent, warn
from synthbalance.experiment._experiment import Experiment
from synthbalance.experiment._guard import named
from synthbalance.experiment._preview import Preview
from synthbalance.experiment._resample import model_seed, resample, seeded
from synthbalance.experiment._run import Run
from synthbalance.experiment._strategy import Plan, build_strategy, plan_of
from synthbalance.experiment._train import Trained

__all__ = [
    "Experiment",
    "Plan",
    "Preview",
    "Run",
    "Trained",
    "build_strategy",
    "heard",
    "model_seed",
    "named",
    "plan_of",
    "resample",
    "seeded",
    "silent",
    "warn",
]
