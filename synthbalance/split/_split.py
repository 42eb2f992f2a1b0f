"""Split: three parts, frozen and fingerprinted."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from synthbalance.split import _repr
from synthbalance.split._checks import announce
from synthbalance.split._frames import split_frames
from synthbalance.split._part import Input, Part
from synthbalance.table import column_given_back, given_back

PARTS = ("train", "validation", "holdout")


@dataclass(frozen=True, eq=False, repr=False)
class Split:
    """Real rows in three parts: one to train on, one to tune on, one to score on.

    Made by `split_holdout`, or by `Split.from_frames` from a holdout of your own. Nothing in it can be
    set again, and its tables are copies: the source stays as it was.

    Attributes
    ----------
    train, validation, holdout : Part
        Each with `X`, `y`, `weight`, `time`, `group`; see `Part`.
    target : column name
    positive : object
        Original value of the rare class; y is 1 there.
    classes : tuple
        Original value of 0 and of 1 (for one against several, 0 is a tuple of values); all sorted
        values where `multiclass`.
    fingerprint : str
        8 hexadecimal digits over what is in the holdout: values, target and weights.
    warnings : list of str
        Sentences about the data, also raised as `DataWarning`.
    how : str
        "stratified", "by time", "by group" or "given".
    multiclass : bool
        Whether y keeps the original values.
    params : dict
        Keyword arguments that repeat the call.
    source : dict or None
        Call and hash of the data, where it is known how it was loaded and it has not changed since.
    content_hash : str
        Hash of all values given, 16 hexadecimal digits.
    n_rows : int
        Rows given.
    copied : bool array of shape (n_holdout,)
        Holdout rows whose X and y occur in train as well; scores without them are the stricter ones.
    left_out : dict of str -> int
        Rows in no part: "gap", "copies".
    inputs : tuple of Input
        The tables given: name, rows, hash and, where known, the call that loaded them.
    like : table without rows, or None
        Of the kind and types of the table given, where that was not pandas: what `as_given`, `Run.balanced` and
        `Run.new_rows` give back is of that kind. The parts themselves hold pandas.
    stored : dict of column name -> pyarrow type
        Columns of a table of `read_table` that were days or decimals in their file: `Run.write_balanced` writes them
        to parquet and feather as such.
    """

    train: Part
    validation: Part
    holdout: Part
    target: Any
    positive: Any
    classes: tuple
    fingerprint: str
    warnings: list[str]
    how: str
    multiclass: bool
    params: dict
    source: dict | None
    content_hash: str
    n_rows: int
    copied: np.ndarray
    left_out: dict[str, int]
    inputs: tuple[Input, ...]
    like: Any = None
    stored: dict = field(default_factory=dict)

    @classmethod
    def from_frames(
        cls,
        train,
        holdout,
        validation=None,
        target=None,
        positive=None,
        time=None,
        group=None,
        weight=None,
        *,
        multiclass=False,
        drop=None,
        keep_time=False,
        keep_group=False,
        random_state=0,
    ):
        """Make a split from a holdout of your own.

        No given row is moved or refused, except that rows known as synthetic (a column ``is_synthetic``
        that says yes, or an index label that starts with "syn-") are refused in `holdout` and
        `validation`. In `train` they are allowed, trained on and never scored, and the column
        ``is_synthetic`` leaves X.

        Parameters
        ----------
        train, holdout : pandas, polars or pyarrow table
            With the same columns.
        validation : table or float, default=None
            Rows to tune on, or the share of the real rows of `train` to cut off for it: from the end
            if `time` is given, by whole groups if `group` is, else stratified. None cuts 0.2, as the
            threshold and the calibration need real rows outside the holdout.
        target, positive, time, group, weight, multiclass, drop, keep_time, keep_group, random_state
            As in `split_holdout`.

        Returns
        -------
        Split
            With ``how="given"``. The index of the parts counts through the rows of train, validation
            (if it is a table) and holdout, laid one below the other.

        Raises
        ------
        TypeError, ValueError
            As `split_holdout`, and if the tables differ in columns or a part that must be real has
            synthetic rows.

        Examples
        --------
        >>> import synthbalance as sb
        >>> data = sb.load_bundled("breast_cancer")
        >>> split = sb.Split.from_frames(data.iloc[::2], data.iloc[1::2], target="target", validation=0.2)
        >>> split.how
        'given'
        """
        columns = {"target": target, "time": time, "group": group, "weight": weight, "drop": drop}
        settings = {
            **columns,
            "positive": positive,
            "multiclass": multiclass,
            "keep_time": keep_time,
            "keep_group": keep_group,
            "random_state": random_state,
        }
        split = cls(**split_frames(train, holdout, validation, settings))
        announce(split.warnings)
        return split

    def as_given(self, part="train", as_=None):
        """Features and target of a part as the kind of table that was split.

        Parameters
        ----------
        part : {"train", "validation", "holdout"}, default="train"
        as_ : {None, "pandas", "polars", "pyarrow"}, default=None
            Another kind.

        Returns
        -------
        X : table of shape (n_rows, n_features)
            With the types of the table given; of pandas ``part.X`` itself.
        y : column of shape (n_rows,)
            As ``part.y``: 1 = rare, or the original values where several classes are kept.

        Raises
        ------
        ValueError
            If there is no such part, or `as_` is another word.

        Examples
        --------
        >>> import pyarrow as pa
        >>> import synthbalance as sb
        >>> data = pa.Table.from_pandas(sb.load_bundled("breast_cancer"))
        >>> X, y = sb.split_holdout(data, target="target").as_given("train")
        >>> type(X).__name__, type(y).__name__
        ('Table', 'ChunkedArray')
        """
        if part not in PARTS:
            raise ValueError(f"part needs one of {', '.join(map(repr, PARTS))}, got {part!r}.")
        own = getattr(self, part)
        return given_back(own.X, self.like, as_), column_given_back(own.y, self.like, as_)

    def __repr__(self):
        return _repr.as_text(self)

    def _repr_html_(self):
        return _repr.as_html(self)
