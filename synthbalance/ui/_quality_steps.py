"""What the worker does for the step Quality: audits, and the provenance of a picked row."""

from __future__ import annotations

from typing import Any


class QualitySteps:
    """Called under the panel's lock, but for what the worker runs.

    Parameters
    ----------
    steps : Steps
    """

    def __init__(self, steps: Any):
        self._steps = steps

    def refresh(self) -> None:
        """The open step, the shown run or the column of the groups has changed."""

    def audit(self) -> None:
        """Audit the shown run now."""

    def pick(self) -> None:
        """The picked row, or the axes, have changed."""

    def resume(self) -> None:
        """The worker has nothing left to do: an audit that waited may begin."""

    def forget(self) -> None:
        """There is another split."""
