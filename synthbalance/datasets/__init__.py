"""Tables to work on: simulated payments, bundled and fetched real rows, files of one's own."""

from synthbalance.datasets._bundled import load_bundled
from synthbalance.datasets._creditcard import fetch_creditcard
from synthbalance.datasets._endings import PLAIN, READABLE, SEPARATORS, plain_name
from synthbalance.datasets._read_table import read_table
from synthbalance.datasets._transactions import load_transactions

__all__ = [
    "PLAIN",
    "READABLE",
    "SEPARATORS",
    "fetch_creditcard",
    "load_bundled",
    "load_transactions",
    "plain_name",
    "read_table",
]
