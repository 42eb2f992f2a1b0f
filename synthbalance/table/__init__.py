"""Tables: what is accepted, what kind each column is, and the one encode and decode of the package."""

from synthbalance.table._arrow import pandas_column
from synthbalance.table._check import check_table
from synthbalance.table._encoded import EncodedTable
from synthbalance.table._encoder import TableEncoder
from synthbalance.table._mask import mask_of
from synthbalance.table._native import (
    column_given_back,
    given_back,
    is_table,
    joined,
    kind_of,
    labels_like,
    like_of,
    plain_labels,
    series_of,
    to_pandas,
    without_column,
)
from synthbalance.table._schema import CATEGORY_KINDS, NUMBER_KINDS, Column, Schema
from synthbalance.table._source import remember_source, source_of, table_hash
from synthbalance.table._stored import remember_types, still_stored, types_of, with_stored

__all__ = [
    "CATEGORY_KINDS",
    "NUMBER_KINDS",
    "Column",
    "EncodedTable",
    "Schema",
    "TableEncoder",
    "check_table",
    "column_given_back",
    "given_back",
    "is_table",
    "joined",
    "kind_of",
    "labels_like",
    "like_of",
    "mask_of",
    "pandas_column",
    "plain_labels",
    "remember_source",
    "remember_types",
    "series_of",
    "source_of",
    "still_stored",
    "table_hash",
    "to_pandas",
    "types_of",
    "with_stored",
    "without_column",
]
