"""For lessons: their tables, and checks that answer in words."""

from synthbalance.teach._check import Check, check
from synthbalance.teach._tables import table

__all__ = ["Check", "check", "table"]
