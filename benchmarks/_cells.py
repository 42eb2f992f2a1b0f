"""What is measured: each maker builds its table and answers with the call to time."""

import tempfile
from pathlib import Path

from _big_table import big_table, table_bytes
from _plain import RATIO, cell_of

import synthbalance as sb

SAMPLERS = tuple(key for key, kind in sb.STRATEGIES.items() if kind is not None and kind.makes_rows)
TRAINED = ("gan", "vae", "diffusion")


def prepared(what, n_rows, n_numbers=20, texts=True, share=0.01, knobs=None):
    """The call to measure, and the bytes of the table it works on.

    Parameters
    ----------
    what : str
        A key of `STRATEGIES` that makes rows; "cell " and a kind of `_plain.cell_of`; "split", "run" (None, one
        seed), "advice"; "read", "read float32" and "write" (parquet).
    n_rows, n_numbers, texts, share
        As in `_big_table.big_table`.
    knobs : dict, optional
        Of the sampler.
    """
    X, y = big_table(n_rows, n_numbers, texts, share)
    size = table_bytes(X)
    if what.startswith("cell "):
        ratio = max(RATIO, 2 * share)
        return cell_of(what.removeprefix("cell "), X, y, ratio=ratio, **knobs), size
    if what in SAMPLERS:
        return _sampler(what, X, y, knobs or {}), size
    X[y.name] = y
    if what.startswith("read"):
        return _reading(X, what), size
    if what == "split":
        return lambda: sb.split_holdout(X, target="target", random_state=0), size
    split = sb.split_holdout(X, target="target", random_state=0)
    if what == "run":
        return lambda: sb.Experiment(split, model=sb.default_model(n_jobs=1), seeds=1).run("none"), size
    if what == "advice":
        return lambda: sb.AutoBalance(n_jobs=1, random_state=0).fit(split), size
    return _writing(split), table_bytes(split.train.X)


def _sampler(what, X, y, knobs):
    sampler = sb.STRATEGIES[what](sampling_strategy=sb.suggested_ratio(y), random_state=0, **knobs)

    def run():
        made = sampler.fit_resample(X, y)
        recall = sampler.report_.get("neighbor_recall")
        return {"made": len(made[1]) - len(y)} | ({} if recall is None else {"recall": recall})

    return run


def _reading(frame, what):
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "table.parquet"
    frame.to_parquet(path, row_group_size=100_000)
    frame.drop(columns=list(frame.columns), inplace=True)
    return lambda: (sb.read_table(path, float32=what == "read float32"), folder)


def _writing(split):
    run = sb.Experiment(split, model=sb.default_model(n_estimators=2, n_jobs=1), seeds=1).run(
        sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(split.train.y), random_state=0)
    )
    folder = tempfile.TemporaryDirectory()
    return lambda: (run.write_balanced(Path(folder.name) / "balanced.parquet"), folder)
