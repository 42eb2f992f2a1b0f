"""split_holdout: cut one table into train, validation and holdout."""

import inspect

import numpy as np

from synthbalance.split import _cut
from synthbalance.split._assemble import assemble, describe
from synthbalance.split._checks import announce, copy_sentences
from synthbalance.split._columns import Columns, as_names, group_codes, read_group, read_weight
from synthbalance.split._copies import check_choice, copy_groups, hash_rows, later_copies, merge_groups
from synthbalance.split._leaks import labelled_synthetic, refuse_synthetic
from synthbalance.split._part import Sheet
from synthbalance.split._settings import check_shares, read_seed, repeatable
from synthbalance.split._split import Split
from synthbalance.split._target import read_target
from synthbalance.split._time import read_gap, read_stamps
from synthbalance.split._verify import FEWEST_IN_HOLDOUT
from synthbalance.table import check_table

_ALWAYS = ("target", "holdout", "validation", "random_state")


def split_holdout(
    data,
    target,
    positive=None,
    holdout=0.25,
    validation=0.15,
    time=None,
    group=None,
    weight=None,
    gap=None,
    duplicates="group",
    drop=None,
    keep_time=False,
    keep_group=False,
    multiclass=False,
    random_state=0,
):
    """Cut a table of real rows into train, validation and holdout, before anything is rebalanced.

    At random with the class shares kept; by time if `time` is given; by group if only `group` is.

    Parameters
    ----------
    data : pandas, polars or pyarrow table of shape (n_rows, n_columns)
        Never changed.
    target : column name
        The column to predict, of any dtype, without missing values.
    positive : value of the target, default=None
        The rare class, y = 1. None takes the rarest value. With more than two values it is set
        against the rest; with `multiclass` it only names the class that `Experiment` scores.
    holdout, validation : float, default=0.25 and 0.15
        Shares of all rows. The holdout does not depend on `validation`.
    time : column name, default=None
        Dates, text that is dates, or numbers. Train lies before validation before holdout; rows with
        equal stamps stay together.
    group : column name, default=None
        Rows of one group stay in one part. Beside `time` it is only carried along, with a warning if
        groups cross.
    weight : column name, default=None
        Sampling weights: numeric, finite, at least 0.
    gap : str, Timedelta or number, default=None
        With `time`: rows less than this long before validation or holdout begins are left out, as
        their labels would not be known yet. "7D" for dates, a number for numbers.
    duplicates : {"group", "keep", "drop"}, default="group"
        Rows with equal X and y: stay in one part (sets above 1 % of the rows are split as usual, with
        a warning), are split as any row, or all but the first are left out. A split by time moves no
        row: there "group" only warns.
    drop : list of column names, default=None
        Columns that stay out of X.
    keep_time, keep_group : bool, default=False
        Whether X keeps the time or group column.
    multiclass : bool, default=False
        Whether y keeps all values instead of 0 and 1.
    random_state : int, None or numpy generator, default=0
        The same integer gives the same parts.

    Returns
    -------
    Split

    Raises
    ------
    TypeError
        If `data` is no table.
    ValueError
        If a column is not there or cannot serve (missing target or stamps, text that is no date, bad
        weights), the target has one class or too many, the rare class has fewer than 10 rows or the
        holdout fewer than 5 of them, or rows are known as synthetic.

    Warns
    -----
    DataWarning
        For each sentence in `Split.warnings`.

    Examples
    --------
    >>> import synthbalance as sb
    >>> data = sb.load_transactions(n_rows=20_000, fraud_rate=0.01, random_state=0)
    >>> split = sb.split_holdout(data, target="is_fraud", holdout=0.3, random_state=0)
    >>> len(split.holdout)
    6000
    """
    settings = dict(locals())
    del settings["data"]
    settings["random_state"] = read_seed(random_state)
    settings["drop"] = as_names(drop)
    check_shares(holdout, validation)
    check_choice(duplicates)
    if gap is not None and time is None:
        raise ValueError(f"gap={gap!r} needs a time column. Name it with time=, or leave gap out.")
    split = _split(data, settings)
    announce(split.warnings)
    return split


def _split(data, settings):
    sheet, columns, target, sentences = _read(check_table(data), settings)
    for_cut, for_checks = np.random.default_rng(settings["random_state"]).spawn(2)
    hashes = hash_rows(sheet.X, target.codes)
    part_of, large, left_out = _cut_rows(sheet, target, hashes, settings, for_cut)
    rows = {name: part_of == code for name, code in _cut.CODES.items()}
    copied = np.isin(hashes[rows["holdout"]], hashes[rows["train"]])
    about_copies = copy_sentences(copied, int(large.sum()), left_out.get("copies", 0), len(hashes))
    fields = assemble(
        parts={name: sheet.part(mask) for name, mask in rows.items()},
        codes={name: target.codes[mask] for name, mask in rows.items()},
        target=target,
        columns=columns,
        how=_how(sheet),
        copied=copied,
        sentences=[*sentences, *about_copies],
        rng=for_checks,
        shares={name: settings[name] for name in ("holdout", "validation")},
        grouped=settings["duplicates"] == "group" and later_copies(hashes).any(),
    )
    params = repeatable(settings, _DEFAULTS, _ALWAYS)
    return Split(**fields, params=params, left_out=left_out, **describe({"data": data}, {"data": sheet.frame}))


def _read(frame, settings):
    """The checked table by role of its columns; sentences about the time column."""
    refuse_synthetic(labelled_synthetic(frame), "data")
    columns = Columns(**{name: settings[name] for name in Columns.__dataclass_fields__})
    columns.check(frame)
    target = read_target(frame[columns.target], settings["positive"], settings["multiclass"])
    stamps, sentences = read_stamps(frame[columns.time]) if columns.time is not None else (None, [])
    sheet = Sheet(
        frame=frame,
        features=columns.features(frame),
        y=target.series(frame[columns.target]),
        weight=read_weight(frame, columns.weight),
        time=stamps,
        group=read_group(frame, columns.group),
    )
    return sheet, columns, target, sentences


def _cut_rows(sheet, target, hashes, settings, rng):
    """Part code of every row, mask of rows in large sets of copies, and counts of rows in no part."""
    n_rows = len(hashes)
    dropped = np.zeros(n_rows, dtype=bool)
    if settings["duplicates"] == "drop":
        dropped = later_copies(hashes, None if sheet.time is None else _time_order(sheet.time))
    rows = np.flatnonzero(~dropped)
    part_of = np.full(n_rows, _cut.LEFT_OUT, dtype="int8")
    large = np.zeros(n_rows, dtype=bool)
    part_of[rows], large[rows] = _cut_kept(sheet, target.codes[rows], target.rare, hashes, rows, settings, rng)
    n_copies = int(dropped.sum())
    n_gap = int((part_of == _cut.LEFT_OUT).sum()) - n_copies
    return part_of, large, {why: n for why, n in (("gap", n_gap), ("copies", n_copies)) if n}


def _cut_kept(sheet, codes, rare, hashes, rows, settings, rng):
    holdout, validation = settings["holdout"], settings["validation"]
    large = np.zeros(len(rows), dtype=bool)
    if sheet.time is not None:
        stamps = sheet.time.iloc[rows]
        gap = read_gap(settings["gap"], stamps, settings["time"])
        return _cut.by_time(stamps, holdout, validation, gap), large
    units = None
    if settings["duplicates"] == "group":
        units, large = copy_groups(hashes[rows])
    if sheet.group is None:
        return _cut.stratified(codes, holdout, validation, rng, units), large
    groups = group_codes(sheet.group.iloc[rows])
    if units is not None:
        groups, too_large = merge_groups(groups, units)
        large |= too_large
    return _cut.by_group(codes, groups, rare, holdout, validation, rng, FEWEST_IN_HOLDOUT), large


def _time_order(stamps):
    return stamps.reset_index(drop=True).sort_values(kind="stable").index.to_numpy()


def _how(sheet):
    if sheet.time is not None:
        return "by time"
    return "stratified" if sheet.group is None else "by group"


_DEFAULTS = {name: parameter.default for name, parameter in inspect.signature(split_holdout).parameters.items()}
