"""What the worker draws again, soon after a change that asks for no new run: curves, sentence, points."""

from __future__ import annotations

from typing import Any

from synthbalance.ui._details import Made


class DrawSteps:
    """Called under the panel's lock; the chores run on the worker's thread, the newest of a kind only.

    Parameters
    ----------
    steps : Steps
    """

    def __init__(self, steps: Any):
        self._steps = steps

    def curves(self) -> None:
        """Curves and the ledger's money again."""
        self._steps.worker.post("curves", self._draw_curves)

    def shown(self) -> None:
        """The sentence and the new rows of the shown run."""
        self._steps.worker.post("sentence", self._tell_shown)
        self.points()

    def points(self) -> None:
        """The points on other axes."""
        self._steps.worker.post("points", self._draw_points)

    def _draw_curves(self) -> None:
        panel, engine = self._steps.panel, self._steps.engine
        shown, overlaid, costs = panel.state("shown", "overlaid", "costs")
        known = {"runs": engine.runs(costs), "looks": engine.experiment.looks}
        panel.write(**known, **engine.curves(shown, overlaid, costs))
        panel.send_runs()

    def _tell_shown(self) -> None:
        steps, engine = self._steps, self._steps.engine
        (shown,) = steps.panel.state("shown")
        if shown in engine.experiment.runs:
            steps.last, steps.made = engine.sentence(shown), Made.of(engine.experiment.runs[shown])
            steps.panel.write(sentence=steps.last, picked=None)

    def _draw_points(self) -> None:
        steps = self._steps
        (axes,) = steps.panel.state("axes")
        steps.panel.write(**steps.engine.points(axes, steps.made.synthetic))
        steps.quality.pick()
