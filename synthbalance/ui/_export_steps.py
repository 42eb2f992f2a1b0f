"""What the worker does for the step Export: names of files, the script, and writing."""

from __future__ import annotations

from typing import Any


class ExportSteps:
    """Called under the panel's lock, but for what the worker runs.

    Parameters
    ----------
    steps : Steps
    """

    def __init__(self, steps: Any):
        self._steps = steps

    def refresh(self) -> None:
        """The open step, the shown run or the threshold has changed."""

    def save(self, content: dict[str, Any]) -> None:
        """Write a file of the shown run."""
