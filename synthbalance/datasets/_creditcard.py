"""The real card payments of the Université Libre de Bruxelles, fetched once and kept on disk."""

import os
import tempfile
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import fetch_openml, get_data_home

from synthbalance._warned import warn
from synthbalance.table import remember_source, table_hash

_OPENML_ID = 1597
_PARQUET, _CSV, _HASH = "creditcard.parquet", "creditcard.csv", "creditcard.hash"
_FEATURES = (*(f"V{i}" for i in range(1, 29)), "Amount")
_TARGET = "Class"


@dataclass(frozen=True)
class _Expected:
    """What is published about the table."""

    n_rows: int = 284_807
    n_frauds: int = 492


def fetch_creditcard(data_home=None):
    """Two days of real card payments of 2013, 492 frauds in 284,807 (OpenML 1597).

    Downloaded through scikit-learn at the first call (about 70 MB) and read from disk afterwards.
    The content is checked each time: rows, columns, number of frauds, and against the hash that was
    written down beside the file when it was first seen.

    Parameters
    ----------
    data_home : str, pathlib.Path or None, default=None
        Folder that keeps the table; None is the folder ``synthbalance`` in scikit-learn's data home
        (``~/scikit_learn_data``). A ``creditcard.parquet`` or ``creditcard.csv`` put there by hand is used as well.

    Returns
    -------
    pandas.DataFrame of shape (284807, 30), or (284807, 31) with ``Time``
        ``Time`` (seconds since the first payment; OpenML's copy may lack it, the csv that goes round has it),
        ``V1`` to ``V28`` (principal components, no unit), ``Amount`` (euro), ``Class`` (int8, 1 = fraud).

    Raises
    ------
    ConnectionError
        If the table is not on disk and cannot be downloaded; says where to put it by hand.
    ValueError
        If the content is not the published table, or has changed since it was first seen.

    References
    ----------
    Dal Pozzolo, Caelen, Johnson and Bontempi (2015), Calibrating Probability with Undersampling for
    Unbalanced Classification, IEEE CIDM. Database Contents License 1.0.
    """
    frame = _load(_folder(data_home), _Expected(), _download)
    shown = "" if data_home is None else f"data_home={os.fspath(data_home)!r}"
    return remember_source(frame, f"sb.fetch_creditcard({shown})")


def _folder(data_home):
    if data_home is None:
        return Path(get_data_home()) / "synthbalance"
    if not isinstance(data_home, (str, os.PathLike)):
        raise ValueError(f"data_home needs a folder as text or Path, got {data_home!r}. Leave it out for the default.")
    return Path(data_home).expanduser()


def _load(folder, expected, download):
    """The checked table from `folder`, put there first if it is not."""
    parquet, csv = folder / _PARQUET, folder / _CSV
    if parquet.is_file():
        frame = _tidy(_read(pd.read_parquet, parquet), parquet, expected)
    elif csv.is_file():
        frame = _tidy(_read(pd.read_csv, csv), csv, expected)
    else:
        frame = _tidy(_downloaded(folder, download), f"OpenML {_OPENML_ID}", expected)
    _check_hash(frame, folder)
    if not parquet.is_file():
        _write_whole(parquet, lambda target: frame.to_parquet(target, index=False))
    return frame


def _download():
    return fetch_openml(data_id=_OPENML_ID, as_frame=True, cache=False, parser="auto").frame


def _downloaded(folder, download):
    try:
        return download()
    except (OSError, HTTPException, ValueError) as error:
        raise ConnectionError(
            f"The card payments (OpenML {_OPENML_ID}) are not in {str(folder)!r} and could not be downloaded "
            f"({type(error).__name__}: {error}). Connect to the network and call again, or put the file there by hand: "
            f"{str(folder / _CSV)!r} (with the columns Time, V1 to V28, Amount, Class; Kaggle has it as "
            f"mlg-ulb/creditcardfraud) or {str(folder / _PARQUET)!r} (the same columns). "
            f"Without a network, sb.load_transactions() and sb.load_bundled() make or bring tables of their own."
        ) from error


def _read(reader, path):
    try:
        return reader(path)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"{str(path)!r} cannot be read ({type(error).__name__}: {error}). "
            f"Delete it and call fetch_creditcard again, or put a whole copy there."
        ) from error


def _tidy(frame, where, expected):
    """Columns in one order with plain numbers, checked against what is published."""
    wanted = ["Time"] * ("Time" in frame.columns) + [*_FEATURES, _TARGET]
    found = [str(column) for column in frame.columns]
    if sorted(found) != sorted(wanted):
        missing, extra = sorted(set(wanted) - set(found)), sorted(set(found) - set(wanted))
        raise _not_published(where, f"columns V1 to V28, Amount, Class, perhaps Time; missing {missing}, extra {extra}")
    frame = _numbers(frame[wanted], where)
    n_frauds = int(frame[_TARGET].sum())
    if (len(frame), n_frauds) != (expected.n_rows, expected.n_frauds):
        raise _not_published(
            where, f"{expected.n_rows:,} rows with {expected.n_frauds} frauds, but has {len(frame):,} with {n_frauds}"
        )
    return frame


def _numbers(frame, where):
    try:
        frame = frame.astype({column: float for column in frame.columns if column != _TARGET})
        target = pd.to_numeric(frame[_TARGET].astype(str).str.strip("'\""))
    except (TypeError, ValueError) as error:
        raise _not_published(where, f"numbers only, but: {error}") from error
    if frame.isna().to_numpy().any() or not target.isin((0, 1)).all():
        raise _not_published(where, "no missing values and a Class of 0 or 1")
    return frame.assign(**{_TARGET: target.astype(np.int8)}).reset_index(drop=True)


def _not_published(where, need):
    return ValueError(f"The table from {str(where)!r} is not the published one: it needs {need}. Get a fresh copy.")


def _check_hash(frame, folder):
    """Compare with the hash written down at the first sight of the table; write it down then."""
    path, content = folder / _HASH, table_hash(frame)
    if not path.is_file():
        _write_whole(path, lambda target: target.write_text(content + "\n", encoding="ascii"))
        return
    known = path.read_text(encoding="ascii", errors="replace").strip()
    if known != content:
        raise ValueError(
            f"The table in {str(folder)!r} has the content hash {content}, but {known!r} was noted in {_HASH!r} "
            f"when it was first seen: the file has changed. "
            f"Delete {_PARQUET!r}, {_CSV!r} and {_HASH!r} there and call again."
        )


def _write_whole(path, write):
    """Let `write` make a temporary file and move it to `path`, so that no half file is ever left."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as folder:
            made = Path(folder) / path.name
            write(made)
            os.replace(made, path)
    except OSError as error:
        warn(f"{str(path)!r} could not be kept for next time ({error}).")
