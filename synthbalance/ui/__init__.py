"""The live panel for notebooks."""

from synthbalance.ui.balance_lab import BalanceLab

__all__ = ["BalanceLab"]
