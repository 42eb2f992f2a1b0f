"""The split: train, validation and holdout, cut once from real rows, frozen and fingerprinted."""

from synthbalance.split._holdout import split_holdout
from synthbalance.split._part import Part
from synthbalance.split._split import Input, Split

__all__ = ["Input", "Part", "Split", "split_holdout"]
