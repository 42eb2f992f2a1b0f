"""The split: train, validation and holdout, cut once from real rows, frozen and fingerprinted."""

from synthbalance.split._checks import column_warnings
from synthbalance.split._columns import Columns, as_names
from synthbalance.split._copies import hash_rows
from synthbalance.split._holdout import split_holdout
from synthbalance.split._part import Part
from synthbalance.split._split import Input, Split

__all__ = ["Columns", "Input", "Part", "Split", "as_names", "column_warnings", "hash_rows", "split_holdout"]
