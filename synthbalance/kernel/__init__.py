"""What the JupyterLab extension asks a kernel, each in one silent request; light enough to ask after every cell.

Importing it loads nothing but the standard library: what it looks at is loaded already, or is not there.
"""

from synthbalance.kernel._answers import card, code, frames, guess, hello, stop
from synthbalance.kernel._guess import FEW, Guess, candidates, few_valued, guess_dicts, only_one
from synthbalance.kernel._literal import is_sendable, literal, sendable
from synthbalance.kernel._tables import SAMPLE, kernel_tables, sample

__all__ = [
    "FEW",
    "SAMPLE",
    "Guess",
    "candidates",
    "card",
    "code",
    "few_valued",
    "frames",
    "guess",
    "guess_dicts",
    "hello",
    "is_sendable",
    "kernel_tables",
    "literal",
    "only_one",
    "sample",
    "sendable",
    "stop",
]
