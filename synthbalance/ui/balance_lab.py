"""BalanceLab: the live panel. Its traits are all the state there is; one worker does what takes time."""

from __future__ import annotations

import uuid
from typing import Any

from synthbalance.ui import _choice, _state
from synthbalance.ui._checks import Checks
from synthbalance.ui._display import PANEL_GONE, display, in_kernel
from synthbalance.ui._open import open_engine
from synthbalance.ui._steps import Steps
from synthbalance.ui._watched import WatchedPanel
from synthbalance.ui.parts import built_view
from synthbalance.ui.snapshot import Snapshot, take_snapshot


class BalanceLab(WatchedPanel):
    """Rebalance, retrain and see what it is worth, in a notebook.

    "none" is run at once. Setting `strategy`, `ratio` or `knobs`, here or in the view, starts a preview
    on validation rows and, after a second without a change, an exact run on the holdout; it returns
    at once, and a newer wish replaces the one under way.

    Parameters
    ----------
    data : table of shape (n_rows, n_columns), optional
        pandas, polars or pyarrow; never changed. Without it the panel asks for one: see `open`.
    target : column name, optional
        The column to predict.
    split : Split, optional
        Instead of data: a split of your own.
    experiment : Experiment, optional
        Instead of data: an experiment with its runs.
    costs : Costs or dict, optional
        What a missed rare row and a review cost.
    random_state : int, default=0
        Of the split, the samplers and the models.
    **split_options
        Further arguments of `split_holdout`: positive, time, group, weight, gap, drop, holdout, ...

    Attributes
    ----------
    strategy : str
        Key of `STRATEGIES`.
    ratio : float
        Rare rows per other row after resampling, from the present ratio to 1.
    knobs : dict
        The strategy's parameters, by name.
    threshold : float or None
        Set by hand; None is the one chosen on validation rows.
    costs : dict
        missed, review, capacity.
    auto_exact : bool
        Whether the exact run starts by itself.
    busy, progress, message, preview, runs, looks
        What goes on and what came out; written by the panel alone.

    Raises
    ------
    ValueError, TypeError
        As `split_holdout` and `Experiment`. Later, an invalid value of a trait changes nothing and is
        answered in `message`.

    Examples
    --------
    >>> import synthbalance as sb
    >>> from synthbalance.ui import BalanceLab
    >>> lab = BalanceLab(sb.load_bundled("breast_cancer"), target="target")
    >>> lab.strategy = "smote"
    >>> lab.wait()
    True
    >>> [row["strategy"] for row in lab.runs]
    ['none', 'smote']
    >>> lab.close()
    """

    _esm = built_view("lab.js")
    _css = built_view("lab.css")

    def __init__(
        self,
        data: Any = None,
        target: Any = None,
        *,
        split: Any = None,
        experiment: Any = None,
        costs: Any = None,
        random_state: int = 0,
        _clock: Any = None,
        **split_options: Any,
    ):
        engine = open_engine(data, target, split, experiment, costs, random_state, split_options)
        self._display_id, self._displayed = f"synthbalance-{uuid.uuid4().hex}", False
        self._checks = Checks(self)
        super().__init__()
        self._steps = Steps(self, engine, _clock)
        self._steps.opening.settings = (costs, random_state)
        self.on_msg(self._on_message)
        with self._lock:
            if engine is not None:
                self.begin(engine)
            else:
                self._steps.opening.look()

    def begin(self, engine: Any) -> None:
        """Take up data: show what is known of them, and run "none"."""
        with self._lock:
            self._steps.engine = engine
            costs = _choice.costs_dict(engine.experiment.costs, engine.experiment.split.holdout.X)
            sentence = dict(_state.BLANK)
            self.write(**engine.opening(costs), ratio=engine.suggested, costs=costs, sentence=sentence, sources={})
            self._steps.open()

    def open(self, data: Any = None, target: Any = None) -> BalanceLab:
        """Open a table in a panel that has none yet; returns at once, `wait` blocks.

        Parameters
        ----------
        data : table, str or pathlib.Path
            A table; the name of one in this kernel or of an embedded one ("transactions", "breast_cancer",
            "digits"); or a csv, tsv, parquet or feather file. Without it, as any widget: the connection to the view.
        target : column name, optional
            The column to predict; not needed where there is exactly one good candidate.

        Returns
        -------
        BalanceLab
            Itself. What cannot be opened is answered in `message` and `sentence`.

        Examples
        --------
        >>> from synthbalance.ui import BalanceLab
        >>> lab = BalanceLab().open("breast_cancer")
        >>> lab.wait()
        True
        >>> lab.facts["target"]
        'target'
        >>> lab.close()
        """
        if data is None:
            super().open()
            return self
        with self._lock:
            if self._has_data:
                self._refuse(_choice.Refused("data", "This panel has data already.", "Make another: BalanceLab()."))
            else:
                self._steps.opening.open_given(data, target)
        return self

    @property
    def experiment(self) -> Any:
        """The `Experiment` behind the panel; None without data."""
        engine = self._steps.engine
        return engine.experiment if engine else None

    @property
    def present_ratio(self) -> float:
        """Rare rows per other row in train, as the data are; 0 without data."""
        engine = self._steps.engine
        return engine.present if engine else 0.0

    @property
    def n_new(self) -> int:
        """How many synthetic rows the points are of."""
        return len(self._steps.made)

    def run(self) -> BalanceLab:
        """Score the present choice on the holdout now; returns at once, `wait` blocks."""
        with self._lock:
            if self._steps.engine is None:
                self._refuse(_choice.Refused("data", "No data yet.", "Use BalanceLab(data, target=...)."))
            else:
                self._steps.run(self._choice())
        return self

    def wait(self, timeout: float | None = None) -> bool:
        """Block until nothing is under way; False if it still was after `timeout` seconds."""
        settled = self._steps.worker.wait(timeout)
        if in_kernel():
            self.say_again()
            self.show_snapshot()
        return settled

    def cancel(self) -> None:
        """Stop what is under way; nothing of it is kept."""
        with self._lock:
            self._steps.cancel()

    def snapshot(self) -> Snapshot:
        """What the panel says now, as an ordinary output: HTML and text."""
        with self._lock:
            return take_snapshot(self.facts, self.sentence, self.runs, self.curves, self.tables, self.shown)

    def close(self) -> None:
        """End the worker and take the view away; runs stay readable."""
        if steps := self.__dict__.get("_steps"):
            steps.worker.close()
            if self.busy:
                self.write(busy=False, progress={}, message="Idle, closed")
        super().close()

    def rest(self, worker: Any) -> None:
        """Nothing is under way, unless something was asked for meanwhile."""
        with self._lock:
            if not worker.pending:
                # an audit that nobody asks for any more says nothing when it ends
                said = {"message": "Idle"} if self.message.startswith("Running") else {}
                self.write(busy=False, progress={}, **said)

    def show_snapshot(self) -> None:
        """Refresh the ordinary output under the panel, where it was displayed in a notebook."""
        if self._displayed:
            display(self.snapshot(), display_id=self._display_id, update=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        return None if bundle is None else (bundle[0] | PANEL_GONE, bundle[1])

    def _ipython_display_(self) -> None:
        """The panel, and under it the snapshot that outlives it."""
        if self.comm is not None and in_kernel():
            data, metadata = self._repr_mimebundle_()
            display(data, metadata=metadata, raw=True)
            self._displayed = True
            display(self.snapshot(), display_id=self._display_id)
        else:
            display(self.snapshot())
