"""The panel's experiments: builds strategies, previews, runs and splits, and says what came out.

Everything here is called by the panel's worker, one call at a time; nothing here knows of widgets. No warning is
written from the worker's thread: a run and a split keep theirs, and the panel shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from synthbalance._warned import silent
from synthbalance.experiment import Experiment, build_strategy
from synthbalance.metrics import Costs
from synthbalance.samplers import STRATEGIES, suggested_ratio
from synthbalance.split import split_holdout
from synthbalance.ui import _state
from synthbalance.ui._choice import Refused
from synthbalance.ui._facts import facts_of, strategy_cards
from synthbalance.ui._points import pack_points, telling_axes
from synthbalance.ui._resplit import new_options
from synthbalance.ui._wire import Tables, read_table
from synthbalance.ui._words import percent

MOST_AHEAD = 5_000  # rare rows: among more, neighbours take a while


@dataclass(frozen=True)
class Choice:
    """What is set in the step Rebalance."""

    key: str
    ratio: float
    knobs: dict[str, Any] = field(default_factory=dict)

    def learns_as(self, other: Choice) -> bool:
        """Whether its sampler learns the very same: the ratio changes only how many rows are drawn."""
        return self.key == other.key and self.knobs == other.knobs


class Engine:
    """One experiment at a time, and those of earlier splits, kept apart.

    Parameters
    ----------
    experiment : Experiment
    frame : DataFrame, optional
        The table it was split from; without it there is no other split.
    options : dict, optional
        Keyword arguments of `split_holdout`.
    """

    def __init__(self, experiment: Any, frame: Any = None, options: dict[str, Any] | None = None):
        self.frame, self.options = frame, options or {}
        self._shelf: dict[str, Any] = {}
        self._use(experiment)

    @property
    def present(self) -> float:
        """Rare rows per other row in train."""
        y = self.experiment.split.train.y
        return float((y == 1).sum() / (y != 1).sum())

    @property
    def suggested(self) -> float:
        """The ratio to begin with."""
        return float(suggested_ratio(self.experiment.split.train.y))

    def label(self, choice: Choice) -> str:
        """What a run of this choice is called while it has no name of its own."""
        makes_rows = getattr(STRATEGIES[choice.key], "makes_rows", choice.key != "none")
        return f"{self.label_of(choice)} {percent(choice.ratio)}" if makes_rows else self.label_of(choice)

    def label_of(self, choice: Choice) -> str:
        """The strategy's own label."""
        return "None" if choice.key == "none" else getattr(STRATEGIES[choice.key], "label", "") or choice.key

    def exact(self, choice: Choice, on_progress: Callable, on_partial: Callable | None = None) -> Any:
        """Train and score on the holdout; the same choice again comes from the ledger."""
        with silent():
            return self.experiment.run(self._strategy(choice), on_progress=on_progress, on_partial=on_partial)

    def preview(self, choice: Choice, on_progress: Callable) -> Any:
        """Quick scores on validation rows."""
        with silent():
            return self.experiment.preview(self._strategy(choice), on_progress=on_progress)

    def none_value(self, on_progress: Callable) -> float:
        """The primary score of the preview of doing nothing; made once a split."""
        if self._none_value is None:
            self._none_value = float(self.preview(Choice("none", 0.0), on_progress).scores[self.experiment.primary])
        return self._none_value

    def learn_ahead(self, on_progress: Callable) -> None:
        """Let the samplers that learn in a blink learn now, so that the first preview of each need not wait for it."""
        exp = self.experiment
        if exp.several_ is not None or int((exp.split.train.y == 1).sum()) > MOST_AHEAD:
            return
        for key, cls in STRATEGIES.items():
            if getattr(cls, "family", "") == "neighbours" and getattr(cls, "makes_rows", False):
                with suppress(ValueError), silent():
                    exp.known_.drawn(self._strategy(Choice(key, self.suggested)), on_progress)

    def split_again(self, content: dict[str, Any]) -> None:
        """Take up another split; earlier ones keep their runs, and their looks if they come back.

        Parameters
        ----------
        content : dict
            The message `split` of protocol.json.
        """
        if self.frame is None:
            raise Refused(
                "split",
                "Another split needs the table, and this panel was made from a split.",
                "Use BalanceLab(data, target=...).",
            )
        options = new_options(self.frame, self.options, content)
        with silent():
            split = replace(split_holdout(self.frame, **options), like=self.experiment.split.like)
        experiment = self._shelf.get(_key(split)) or _same_settings(self.experiment, split)
        self.options = options
        self._use(experiment)

    def opening(self, costs: dict[str, Any]) -> dict[str, Any]:
        """The traits that are known before anything is trained."""
        axes = self.axes()
        return {
            "facts": self.facts(), "strategies": self.strategies(), "looks": self.experiment.looks,
            "runs": self.runs(costs), "axes": axes, **self.points(axes, None),
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """The trait `facts`."""
        return facts_of(self.experiment.split, self.frame, self.experiment.costs)

    def strategies(self) -> list[dict[str, Any]]:
        """The trait `strategies`; a card knows what its last run took."""
        return strategy_cards({run.strategy: run.seconds["total"] for run in self.experiment.runs.values()})

    def runs(self, costs: dict[str, Any]) -> list[dict[str, Any]]:
        """The trait `runs`, "none" first, their cost in the panel's money."""
        return [_state.run_row(self.experiment, run, self._cost(run, Costs(**costs))) for run in self._ordered()]

    def curves(self, shown: str, overlaid: list[str], costs: dict[str, Any]) -> dict[str, Any]:
        """The traits `curves` and `tables`: both parts of the shown run and of none, the holdout of the others."""
        runs = self.experiment.runs
        none = [run.name for run in self._ordered()[:1] if run.strategy == "none"]
        both = [name for name in dict.fromkeys([shown, *none]) if name in runs]
        more = [name for name in overlaid if name in runs and name not in both]
        wanted = [(runs[name], part) for name in both for part in ("holdout", "validation")]
        wanted += [(runs[name], "holdout") for name in more]
        curves, tables = self._tables.pack(wanted, Costs(**costs))
        return {"curves": curves, "tables": tables}

    def points(self, axes: list[str], synthetic: Any) -> dict[str, Any]:
        """The traits `points_info`, `points` and `point_rows`."""
        info, points, rows = pack_points(self.experiment.split.train, synthetic, axes, self.experiment.random_state)
        return {"points_info": info, "points": points, "point_rows": rows}

    def axes(self) -> list[str]:
        """The two columns to begin with."""
        train = self.experiment.split.train
        return telling_axes(train.X, train.y, self.experiment.random_state)

    def sentence(self, name: str) -> dict[str, Any]:
        """The trait `sentence` for a run of the ledger."""
        notes = [
            _state.kept_apart(len(other.runs), other.split.fingerprint)
            for other in self._shelf.values()
            if other is not self.experiment and other.runs
        ]
        return _state.run_sentence(self.experiment, self.experiment.runs[name], notes[:2])

    def _use(self, experiment: Any) -> None:
        self.experiment = experiment
        self._shelf[_key(experiment.split)] = experiment
        self._none_value: float | None = None
        self._tables = Tables(experiment.split, self.facts()["days"])

    def _strategy(self, choice: Choice) -> Any:
        y, seed = self.experiment.split.train.y, self.experiment.random_state
        ratio = choice.ratio
        if getattr(STRATEGIES[choice.key], "makes_rows", False):
            n_rare = int((y == 1).sum())
            ratio = min(1.0, max(ratio, (n_rare + 1.5) / (len(y) - n_rare)))  # a sampler makes one row at least
        return build_strategy(choice.key, y, ratio=ratio or None, random_state=seed, **choice.knobs)

    def _ordered(self) -> list:
        runs = list(self.experiment.runs.values())
        return sorted(runs, key=lambda run: run.strategy != "none")

    def _cost(self, run: Any, costs: Costs) -> float:
        """Money at the run's threshold on the holdout."""
        curves, tables = self._tables.pack([(run, "holdout")], costs)
        table, at = read_table(curves[0], tables), curves[0]["chosen"]
        tp, fp = table["tp"][at], table["fp"][at]
        missed = table["missed"][at] if isinstance(costs.missed, str) else (curves[0]["rare"] - tp) * costs.missed
        return float(missed + (tp + fp) * costs.review)


def _key(split: Any) -> str:
    return repr((split.fingerprint, split.content_hash, sorted(split.params.items(), key=lambda item: item[0])))


def _same_settings(exp: Any, split: Any) -> Experiment:
    return Experiment(
        split,
        model=exp.model if exp.model_given else None,
        **{
            name: getattr(exp, name)
            for name in ("primary", "costs", "seeds", "random_state", "calibration", "threshold")
        },
        train_weight=exp.train_weight,
    )
