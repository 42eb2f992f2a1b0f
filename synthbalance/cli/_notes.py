"""Warnings of a command: a line each on stderr, once, and kept for the JSON."""

import warnings
from contextlib import contextmanager

import synthbalance as sb


@contextmanager
def told(terminal):
    """Within it, whatever is warned of is said at once; gives the list of what the data was warned of."""
    kept, said = [], set()

    def show(message, category, *_, **__):
        text = " ".join(str(message).split())
        if text in said:
            return
        said.add(text)
        if issubclass(category, sb.DataWarning):
            kept.append(text)
        terminal.error(f"! {text}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", sb.DataWarning)
        warnings.showwarning = show
        yield kept


def say(text):
    """Warn of something that the command itself has found."""
    warnings.warn(text, sb.DataWarning, stacklevel=2)
