"""split_holdout on a Dask DataFrame: the single machine's cut, made on the slim table, then carried out everywhere."""

from dataclasses import dataclass, field

import dask.dataframe as dd
import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance.experiment import silent, warn
from synthbalance.scale._cluster import Connection, computed, tasks
from synthbalance.scale._sample import about_columns, gathered, sampled_rows
from synthbalance.scale._slim import slim_table
from synthbalance.scale._source import Layout, Source, features, labels
from synthbalance.split import Columns, as_names

SAMPLE = 100_000
_OF_HOME = ("target", "positive", "classes", "fingerprint", "how", "multiclass", "n_rows", "copied", "left_out")
_PARTS = ("train", "validation", "holdout")


@dataclass(frozen=True, eq=False, repr=False)
class Part:
    """One part of a split.

    Attributes
    ----------
    X : dask DataFrame
        Index = integer positions in the source, ascending.
    y : dask Series
        int8, 1 = rare; the original values where the split is multiclass.
    weight, time, group : pandas Series or None
        Of each row, at home already.
    """

    X: dd.DataFrame
    y: dd.Series
    weight: pd.Series | None
    time: pd.Series | None
    group: pd.Series | None
    n_rows: int

    def __len__(self):
        return self.n_rows

    def __repr__(self):
        return f"Part({self.n_rows:,} rows x {self.X.shape[1]} columns in {self.X.npartitions} partitions)"


@dataclass(frozen=True, eq=False, repr=False)
class Split:
    """Real rows of a Dask DataFrame in three parts; made by `split_holdout`.

    Attributes
    ----------
    train, validation, holdout : Part
    target, positive, classes, how, multiclass, params, n_rows, copied, left_out
        As in `synthbalance.Split`.
    fingerprint : str
        8 hexadecimal digits over what is in the holdout, whatever the partitions. Not those of the single machine,
        which are over the columns as they lie in one memory.
    warnings : list of str
        Those about columns come from the rows that are gathered.
    home : synthbalance.Split
        The same rows, positions and labels in this process, with one hash in place of the columns of X.
    """

    train: Part
    validation: Part
    holdout: Part
    home: sb.Split
    warnings: list[str]
    params: dict
    source_: Source = field(repr=False)
    sample_: np.ndarray = field(repr=False)
    table_: pd.DataFrame = field(repr=False)
    columns_: tuple = field(repr=False)

    def __getattr__(self, name):
        if name in _OF_HOME:
            return getattr(self.home, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self):
        parts = ", ".join(f"{name} {len(getattr(self, name)):,}" for name in _PARTS)
        return f"Split({parts} rows, {self.how}, in {len(self.source_.parts)} partitions, holdout {self.fingerprint})"

    def mask_(self, name):
        """Bool array over all rows of the source: which are in a part."""
        return _mask(self.home, name)

    def gathered_(self):
        """The rows to learn from: a Delayed `Gathered`."""
        return gathered(self.source_, self.mask_("train"), self.sample_)


def split_holdout(
    data, target, positive=None, holdout=0.25, validation=0.15, time=None, group=None, weight=None, gap=None,
    duplicates="group", drop=None, keep_time=False, keep_group=False, multiclass=False, random_state=0,
    sample=SAMPLE, client=None, on_progress=None,
):  # fmt: skip
    """Cut a Dask DataFrame of real rows into train, validation and holdout.

    The parts are those that `synthbalance.split_holdout` makes of the same rows in one table: only the columns
    with a role and one hash of each row come home, and it is that function which cuts them.

    Parameters
    ----------
    data : dask DataFrame
        Never changed, and read anew whenever its rows are needed.
    target, positive, holdout, validation, time, group, weight, gap, duplicates, drop, keep_time, keep_group, \
multiclass, random_state
        As in `synthbalance.split_holdout`.
    sample : int, default=100_000
        Training rows of the largest class that are gathered on one worker, beside all rows of the other classes, where
        samplers and encodings are learned. With as many as there are, results are those of a single machine.
    client : distributed.Client, str or None, default=None
        A client or the address of a scheduler; else the current client, or a `local_cluster` for this call.
    on_progress : callable (stage, done, total), optional
        Stages "reading" and "gathering", in partitions; False cancels.

    Returns
    -------
    Split

    Raises
    ------
    TypeError, ValueError
        As `synthbalance.split_holdout`, and if a column has other dtypes in other partitions.
    Cancelled
        If `on_progress` answered False.

    Warns
    -----
    DataWarning
        For each sentence in `Split.warnings`.

    Notes
    -----
    At home a row takes about 40 bytes, and its columns with a role.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=4000, fraud_rate=0.02)
    >>> from distributed import Client
    >>> with Client(processes=False, dashboard_address=None) as client:
    ...     split = sb.scale.split_holdout(dd.from_pandas(data, npartitions=4), target="is_fraud", random_state=0)
    >>> len(split.holdout), len(split.fingerprint)
    (1000, 8)
    """
    settings = dict(locals())
    for name in ("data", "sample", "client", "on_progress"):
        del settings[name]
    settings["drop"] = as_names(drop)
    columns = _checked_columns(data, settings)
    if isinstance(sample, bool) or not isinstance(sample, (int, np.integer)) or sample < 1:
        raise ValueError(f"sample needs a whole number of rows, at least 1, got {sample!r}. 100_000 will do.")
    with Connection(client) as connection:
        split = _split(connection.client, data, columns, settings, int(sample), on_progress)
    for sentence in split.warnings:
        warn(sentence, stacklevel=2)
    return split


def _checked_columns(data, settings):
    if not isinstance(data, dd.DataFrame):
        raise TypeError(
            f"data needs a Dask DataFrame, got {type(data).__name__}. Read one with dask.dataframe.read_parquet, or "
            f"use sb.split_holdout for a table in memory."
        )
    columns = Columns(**{name: settings[name] for name in Columns.__dataclass_fields__})
    columns.check(data._meta)
    return columns


def _split(client, data, columns, settings, n_others, on_progress):
    parts, positions = data.to_delayed(), columns.features(data._meta)
    slim = slim_table(client, parts, data._meta, positions, columns.roles.values(), on_progress)
    home, about_rows = _cut(slim, settings)
    layout = Layout(
        positions, columns.target, None if home.multiclass else home.positive, columns.weight, slim.categories
    )
    source = Source(parts, slim.sizes, layout)
    sample = np.zeros(home.n_rows, dtype=bool)
    y = home.train.y
    sample[y.index[sampled_rows(y, n_others, home.params["random_state"])]] = True
    masks = {name: _mask(home, name) for name in _PARTS}
    asked = (gathered(source, masks["train"], sample), home.classes, home.multiclass, home.params["random_state"])
    ((sentences, meta, schema),) = computed(
        client, tasks("gathering", about_columns, [asked]), "gathering", on_progress
    )
    return Split(
        **{name: _part(source, masks[name], getattr(home, name), meta, data._meta) for name in _PARTS},
        home=home, warnings=[*about_rows, *_looked_at(sentences, int(sample.sum()), len(y))],
        params=home.params | _given(settings), source_=source, sample_=sample, table_=data._meta.iloc[:0],
        columns_=tuple((column, slim.missing[column.name] / home.n_rows) for column in schema),
    )  # fmt: skip


def _cut(slim, settings):
    """The single machine's split of the slim table, and its sentences but for those about the hash."""
    plain = {name: value for name, value in settings.items() if name not in ("drop", "keep_time", "keep_group")}
    with silent(sb.DataWarning):
        home = sb.split_holdout(slim.table, **plain)
    return home, [sentence for sentence in home.warnings if repr(slim.hashed) not in sentence]


def _mask(home, name):
    mask = np.zeros(home.n_rows, dtype=bool)
    mask[getattr(home, name).y.index] = True
    return mask


def _part(source, mask, home, meta, table):
    y = table[source.layout.target].iloc[:0] if source.layout.positive is None else home.y.iloc[:0]
    y_meta = y.rename(source.layout.target)
    return Part(
        X=dd.from_delayed(source.each("cutting", features, [mask]), meta=meta, verify_meta=False),
        y=dd.from_delayed(source.each("cutting labels", labels, [mask]), meta=y_meta, verify_meta=False),
        weight=home.weight, time=home.time, group=home.group, n_rows=len(home),
    )  # fmt: skip


def _looked_at(sentences, n_rows, n_train):
    if not sentences or n_rows == n_train:
        return sentences
    return [*sentences, f"What is said of columns was seen on {n_rows:,} of {n_train:,} training rows."]


def _given(settings):
    """Arguments that the slim table was not asked with, where they are not the defaults."""
    values = {name: settings[name] for name in ("keep_time", "keep_group") if settings[name]}
    return values | ({"drop": list(settings["drop"])} if settings["drop"] else {})
