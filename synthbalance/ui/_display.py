"""Ordinary outputs in a notebook or a terminal; IPython is loaded only when something is displayed."""

from __future__ import annotations

from typing import Any

_WORDS = "SynthBalance panel: it needs a running kernel. What it said last stands in the next output."
PANEL_GONE = {"text/plain": _WORDS, "text/html": f"<p>{_WORDS}</p>"}  # what a notebook shows where the widget is gone


def in_kernel() -> bool:
    """Whether outputs go to a notebook, where they can be refreshed; a terminal would print them again."""
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def display(*args: Any, **kwargs: Any) -> None:
    """IPython's display."""
    from IPython.display import display as show

    show(*args, **kwargs)
