"""Experiment on Dask: rows stay on the workers, scores come home to the single machine's honest scoring."""

import weakref
from dataclasses import replace

import pandas as pd

from synthbalance.experiment import Experiment as OneMachine
from synthbalance.experiment import named
from synthbalance.models import is_lightgbm
from synthbalance.scale._cluster import Connection, computed, tasks
from synthbalance.scale._resample import check_split
from synthbalance.scale._run import Run
from synthbalance.scale._sample import encoder
from synthbalance.scale._scoring import columns_at_home
from synthbalance.scale._train import check_machines, default_scores, train


class Experiment(OneMachine):
    """Rebalance, retrain and score where the rows are; what a run is worth is worked out as on one machine.

    Parameters
    ----------
    split : Split
        Made by `synthbalance.scale.split_holdout`, of two classes.
    client : distributed.Client, str or None, default=None
        A client or the address of a scheduler; else the current client, or a `local_cluster` until `close`.
    model, primary, costs, seeds, random_state, calibration, threshold, train_weight
        As in `synthbalance.Experiment`.
    machines : int, optional
        Workers that train one model together (LightGBM only), each on its share of the rows. 1: each model is
        trained on one worker, the seeds side by side, and is that of a single machine. Where not given: 1 as long as
        the training table fits into 40 % of a worker's memory, else all workers.

    Attributes
    ----------
    runs, looks
        As in `synthbalance.Experiment`; so are `compare`, `sentence`, `bounds`, `detectable`, `decision` and
        `calibration_table`.
    scaled : Split
        As given; `split` is its view in this process.

    Raises
    ------
    TypeError, ValueError
        As `synthbalance.Experiment`, and if the split keeps several classes.

    Notes
    -----
    Only the score of each validation and holdout row comes home, with its label, weight, time and amount: every metric
    is exact. Strategies are "none", `ClassWeight` and the package's samplers.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from distributed import Client
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=4000, fraud_rate=0.02)
    >>> with Client(processes=False, dashboard_address=None) as client:
    ...     split = sb.scale.split_holdout(dd.from_pandas(data, npartitions=4), target="is_fraud", random_state=0)
    ...     exp = sb.scale.Experiment(split, model=sb.default_model(n_estimators=20), seeds=1)
    ...     run = exp.run(sb.SMOTESampler(sampling_strategy=0.05, random_state=0))
    ...     list(exp.compare().index)
    ['none', 'SMOTE 5 %']
    """

    run_class_ = Run
    module_ = "sb.scale"

    def __init__(
        self, split, client=None, model=None, primary="average_precision", costs=None, seeds=3, random_state=0,
        calibration="auto", threshold=None, train_weight=True, machines=None,
    ):  # fmt: skip
        check_split(split)
        if split.multiclass:
            raise ValueError("split keeps several classes, sb.scale.Experiment scores two. Split without multiclass.")
        self.scaled, self._connection = split, Connection(client)
        self._finalizer = weakref.finalize(self, self._connection.close)
        try:
            home = _with_amounts(self.client, split, costs)
            super().__init__(home, model, primary, costs, seeds, random_state, calibration, threshold, train_weight)
            check_machines(machines, self.model, self.client)
            self.machines = machines
            self.gathered_ = self.client.persist(split.gathered_(), optimize_graph=False)
            self.encoder_ = self.learned_encoder_() if is_lightgbm(self.model) else None
        except BaseException:
            self.close()
            raise

    @property
    def client(self):
        """The `distributed.Client` that is worked with."""
        return self._connection.client

    def close(self):
        """Let go of the workers' memory, and close the cluster if it was started here. Runs stay as they are."""
        self.gathered_ = None
        self._finalizer()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def run(self, strategy, name=None, on_progress=None):
        """Train a strategy with every seed and score it on the holdout: one look.

        Parameters
        ----------
        strategy : str, sampler or ClassWeight
            "none" or another key of `STRATEGIES`, or one of the package's samplers.
        name : str, optional
        on_progress : callable (stage, done, total), optional
            Stages "drawing rows", "putting together", "training" (trees), "predicting" and "scoring"; False cancels.

        Returns
        -------
        Run
            The same strategy with the same parameters again comes from the ledger and is no look.

        Raises
        ------
        Cancelled
            If `on_progress` answered False; nothing is kept, and what the workers held is released.
        """
        return super().run(strategy, name, on_progress)

    def preview(self, strategy, on_progress=None):
        """Not on Dask: take a sample of the rows home, and preview there."""
        raise NotImplementedError(
            "preview works on one machine only. Take a sample home, such as data.sample(frac=0.01).compute(), and "
            "preview with sb.Experiment(sb.split_holdout(sample, ...))."
        )

    def train_(self, split, plan, on_progress=None, after_tree=None):
        """Train a plan on the workers: a `Trained`."""
        return train(self, plan, on_progress)

    def columns_(self):
        """Each column of X, and the share of its cells that are missing in all rows: list of (Column, float)."""
        return list(self.scaled.columns_)

    def stable_scores_(self, on_progress=None):
        """What the default model, not rebalanced, gives for the validation rows: float array."""
        return default_scores(self, named(on_progress))

    def learned_encoder_(self):
        """The encoder of the training part, learned on a worker."""
        return computed(self.client, tasks("encoding", encoder, [(self.gathered_,)]), "encoding")[0]


def _with_amounts(client, split, costs):
    """The view of the split at home: in X the columns that the costs name, and no other."""
    asked = dict.fromkeys(getattr(costs, field, None) for field in ("missed", "review", "admin"))
    names = [name for name in asked if isinstance(name, str) and name in split.train.X.columns]
    parts = {}
    for name in ("train", "validation", "holdout"):
        part = getattr(split.home, name)
        X = pd.DataFrame(index=part.y.index)
        if names and name != "train":
            X = columns_at_home(client, split, name, names)
        parts[name] = replace(part, X=X)
    return replace(split.home, **parts, warnings=split.warnings, params=split.params)
