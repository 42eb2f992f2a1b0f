"""fit_resample and generate on Dask DataFrames."""

import cloudpickle
import dask.dataframe as dd
import numpy as np
from dask import delayed
from distributed import futures_of

from synthbalance.samplers import new_row_counts
from synthbalance.scale._blocks import BLOCK, announce, blocks_of, drawn, frozen, learned, ready
from synthbalance.scale._cluster import Connection, tasks, watch
from synthbalance.scale._source import columns, features
from synthbalance.scale._split import Split

MARK = "is_synthetic"


def fit_resample(sampler, split, client=None, on_progress=None, block=BLOCK):
    """The training part, real rows first, and after them the new ones.

    Parameters
    ----------
    sampler : sampler of the package, or str
        Or a key of `STRATEGIES` that makes rows, then at the ratio that `suggested_ratio` gives.
    split : Split
        Made by `synthbalance.scale.split_holdout`.
    client : distributed.Client, str or None, default=None
        As in `split_holdout`.
    on_progress : callable (stage, done, total), optional
        Stage "drawing rows", in blocks; False cancels.
    block : int, default=100_000
        New rows a partition.

    Returns
    -------
    dask DataFrame
        The features, the target with its original values, and the bool column ``is_synthetic``. Real rows keep
        their position as index and are read when they are needed; new rows go on after the last position. These are
        made already: on the workers of your own client, else in this process.

    Raises
    ------
    TypeError
        If `sampler` is none of the package's.
    ValueError
        As the sampler does.
    Cancelled
        If `on_progress` answered False.

    Notes
    -----
    The counts are those that ``sampler.fit_resample`` gives on the whole training part. Its very rows come where the
    split's `sample` holds the whole training part and a class needs at most one block.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from distributed import Client
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=4000, fraud_rate=0.02)
    >>> with Client(processes=False, dashboard_address=None) as client:
    ...     split = sb.scale.split_holdout(dd.from_pandas(data, npartitions=4), target="is_fraud", random_state=0)
    ...     made = sb.scale.fit_resample(sb.SMOTESampler(sampling_strategy=0.05, random_state=0), split)
    ...     int(made["is_synthetic"].sum().compute())
    69
    """
    check_split(split)
    sampler = ready(sampler, split.home.train.y)
    real, made = real_rows(split), new_rows(sampler, split, _checked_block(block))
    if not made:
        return real
    with Connection(client) as connection:
        return dd.concat([real, _kept(connection, made, real._meta, on_progress)])


def generate(sampler, n, split=None, label=None, client=None, on_progress=None, block=BLOCK):
    """Only new rows, in partitions.

    Parameters
    ----------
    sampler : sampler of the package, or str
        Fitted, such as a generator loaded from its file; with a `split` it learns from that, as in `fit_resample`.
    n : int
        Rows wanted.
    split : Split, optional
    label : optional
        Their class, as in y; the rarest one where not given.
    client, on_progress, block
        As in `fit_resample`.

    Returns
    -------
    dask DataFrame of n rows
        The columns of X, with a plain index.

    Raises
    ------
    TypeError, ValueError
        As `fit_resample`, and if `n` is below 1 or the sampler has learned nothing.

    Notes
    -----
    Up to `block` rows are the very ones that ``sampler.generate(n, label)`` gives.
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise ValueError(f"n needs a whole number of rows, at least 1, got {n!r}. Ask for n=100_000, say.")
    blocks = blocks_of({label: n}, _checked_block(block))
    if split is None:
        fitted = frozen(sampler)
        meta = cloudpickle.loads(fitted[0]).generate(1, label=label).iloc[:0]
    else:
        check_split(split)
        sampler = ready(sampler, split.home.train.y)
        fitted, meta = learned(sampler, split.gathered_(), {}), split.train.X._meta
    with Connection(client) as connection:
        return _kept(connection, drawn(fitted, blocks), meta, on_progress)


def real_rows(split):
    """The training part with its target and the mark: dask DataFrame, read when it is needed."""
    meta = split.train.X._meta.copy()
    meta[split.target] = _target_meta(split)
    meta[MARK] = np.zeros(0, dtype=bool)
    names, value_of = [split.target], _codes(split)
    made = split.source_.each("labelling", _labelled, [split.mask_("train")], names, value_of)
    return dd.from_delayed(made, meta=meta, verify_meta=False)


def new_rows(sampler, split, block=BLOCK):
    """The new rows with their target and the mark, none drawn yet: a list of Delayed DataFrame."""
    y = split.home.train.y
    wanted = new_row_counts(sampler.sampling_strategy, y.to_numpy())
    blocks = blocks_of(wanted, block, int(y.index.max()) + 1)
    if not blocks:
        return []
    made = drawn(learned(sampler, split.gathered_(), wanted), blocks)
    values = [_value(split, one.label) for one in blocks]
    return tasks("marking", _marked, zip(made, values, strict=True), real_rows(split)._meta)


def check_split(split):
    """Raise TypeError unless a split was made by `synthbalance.scale.split_holdout`."""
    if not isinstance(split, Split):
        raise TypeError(
            f"split needs what sb.scale.split_holdout gave, got {type(split).__name__}. Split the Dask DataFrame "
            f"with it; tables in memory have sb.split_holdout and the samplers' own fit_resample."
        )


def _kept(connection, made, meta, on_progress):
    """The rows as a dask DataFrame: on the user's workers, or here where the connection is closed at once."""
    client = connection.client
    made = client.persist(made, optimize_graph=False)
    futures = futures_of(made)
    watch(client, futures, "drawing rows", on_progress)
    announce(client, futures)
    if connection.is_temporary:
        made = [delayed(frame, traverse=False) for frame in client.gather(futures)]
    return dd.from_delayed(made, meta=meta, verify_meta=False)


def _labelled(frame, layout, picks, names, positive):
    X, y = features(frame, layout, picks), columns(frame, layout, picks, names)[names[0]]
    X = X.copy()
    X[names[0]] = y if positive is None else (y == positive).astype("int8")
    X[MARK] = False
    return X


def _marked(rows, value, meta):
    rows = rows.copy()
    target = meta.columns[-2]
    rows[target] = np.full(len(rows), value, dtype=object)
    rows[target] = rows[target].astype(meta[target].dtype)
    rows[MARK] = True
    return rows


def _codes(split):
    """The positive value where the target is told as 0 and 1, since several values stand for 0; else None."""
    return split.positive if any(isinstance(value, tuple) for value in split.classes) else None


def _value(split, label):
    """The target of a class, as it stands in the result."""
    return label if split.multiclass or _codes(split) is not None else split.classes[int(label)]


def _target_meta(split):
    if _codes(split) is not None:
        return np.zeros(0, dtype="int8")
    return split.table_[split.target]


def _checked_block(block):
    if isinstance(block, bool) or not isinstance(block, (int, np.integer)) or block < 1:
        raise ValueError(f"block needs a whole number of rows, at least 1, got {block!r}. 100_000 will do.")
    return int(block)
