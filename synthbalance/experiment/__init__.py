"""Experiment: rebalance the training part, retrain, and score on real holdout rows."""

from synthbalance.experiment._experiment import Experiment
from synthbalance.experiment._preview import Preview
from synthbalance.experiment._run import Run
from synthbalance.experiment._strategy import build_strategy

__all__ = ["Experiment", "Preview", "Run", "build_strategy"]
