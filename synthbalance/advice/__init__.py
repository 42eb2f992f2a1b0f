"""AutoBalance: which strategy, or none, and why."""

from synthbalance.advice._advice import Advice, Nested
from synthbalance.advice._auto_balance import AutoBalance

__all__ = ["Advice", "AutoBalance", "Nested"]
