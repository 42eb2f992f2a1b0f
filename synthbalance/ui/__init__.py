"""The live panel for notebooks."""

from synthbalance.ui import _commands as _commands  # found by `synthbalance.kernel`, which imports nothing
from synthbalance.ui.balance_lab import BalanceLab

__all__ = ["BalanceLab"]
