"""The command `synthbalance`: demo, doctor, lab."""

from synthbalance.cli._main import main

__all__ = ["main"]
