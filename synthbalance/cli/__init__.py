"""The command `synthbalance`: demo, doctor, lab, rebalance, score, advise."""

from synthbalance.cli._main import main

__all__ = ["main"]
