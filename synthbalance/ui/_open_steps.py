"""What the worker does for a panel without data: what can be opened, and opening it."""

from __future__ import annotations

from typing import Any


class OpenSteps:
    """Called under the panel's lock, but for what the worker runs.

    Parameters
    ----------
    steps : Steps
    """

    def __init__(self, steps: Any):
        self._steps = steps

    def look(self) -> None:
        """Look for what can be opened."""

    def open(self, content: dict[str, Any]) -> None:
        """Open a DataFrame of the kernel, a file or an embedded table."""
