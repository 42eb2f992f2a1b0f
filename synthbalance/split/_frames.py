"""A split from tables that the user has already set apart: nothing moved, everything checked."""

from dataclasses import replace

import numpy as np
import pandas as pd

from synthbalance.split import _cut
from synthbalance.split._assemble import assemble, describe
from synthbalance.split._checks import copy_sentences
from synthbalance.split._columns import Columns, as_names, group_codes, read_group, read_weight
from synthbalance.split._copies import copy_groups, hash_rows, in_common
from synthbalance.split._leaks import refuse_synthetic, take_mark
from synthbalance.split._match import match_columns
from synthbalance.split._part import Sheet
from synthbalance.split._settings import check_share, read_seed, repeatable
from synthbalance.split._target import read_target
from synthbalance.split._time import read_stamps
from synthbalance.split._words import count, share
from synthbalance.table import check_table, is_table

DEFAULT_VALIDATION = 0.2
_ALWAYS = ("target", "random_state")
_DEFAULTS = dict.fromkeys(("positive", "time", "group", "weight", "drop"))
_DEFAULTS |= dict.fromkeys(("multiclass", "keep_time", "keep_group"), False)


def split_frames(train, holdout, validation, settings):
    """The fields of a Split made from given tables; arguments as in `Split.from_frames`."""
    settings = {**settings, "drop": as_names(settings["drop"]), "random_state": read_seed(settings["random_state"])}
    given, cut_share = _given(train, holdout, validation)
    columns = Columns(**{name: settings[name] for name in Columns.__dataclass_fields__})
    frames, known = _read(given, columns)
    real = np.concatenate([~known, np.ones(sum(map(len, frames.values())) - len(known), dtype=bool)])
    target = read_target(_joint(frames, columns.target), settings["positive"], settings["multiclass"], real)
    sheets, sentences = _sheets(frames, columns, target)
    codes = {name: target.codes[_span(sheet)] for name, sheet in sheets.items()}
    features = dict(zip(sheets, in_common([sheet.X for sheet in sheets.values()]), strict=True))
    hashes = {name: hash_rows(X, codes[name]) for name, X in features.items()}
    for_cut, for_checks = np.random.default_rng(settings["random_state"]).spawn(2)
    rows = {name: (name, np.ones(len(sheet.y), dtype=bool)) for name, sheet in sheets.items()}
    if cut_share:
        taken = _cut_off(sheets["train"], codes["train"], target.rare, hashes["train"], ~known, cut_share, for_cut)
        rows = {"train": ("train", ~taken), "validation": ("train", taken), "holdout": rows["holdout"]}
    copied = np.isin(hashes["holdout"], hashes["train"][rows["train"][1]])
    parts = {name: sheets[table].part(mask) for name, (table, mask) in rows.items()}
    parts["train"] = _marked(parts["train"], known[rows["train"][1]])
    fields = assemble(
        parts=parts,
        codes={name: codes[table][mask] for name, (table, mask) in rows.items()},
        target=target,
        columns=columns,
        how="given",
        copied=copied,
        sentences=[*sentences, *copy_sentences(copied), *_synthetic_sentences(known)],
        rng=for_checks,
    )
    params = repeatable(settings, _DEFAULTS, _ALWAYS) | ({"validation": cut_share} if cut_share else {})
    return {**fields, "params": params, "left_out": {}, **describe(given, frames)}


def _given(train, holdout, validation):
    """The tables by argument name, and the share to cut off for validation (None if it is a table)."""
    if validation is None:
        validation = DEFAULT_VALIDATION
    if is_table(validation):
        return {"train": train, "validation": validation, "holdout": holdout}, None
    check_share(validation, "validation")
    return {"train": train, "holdout": holdout}, float(validation)


def _read(given, columns):
    """Checked frames with equal columns, and which rows of train are known as synthetic."""
    taken = {name: take_mark(table) for name, table in given.items()}
    frames = {name: check_table(table, name) for name, (table, _) in taken.items()}
    for name, (_, known) in taken.items():
        if name != "train":
            refuse_synthetic(known, name)
    columns.check(frames["train"], "train")
    for name in frames:
        frames[name] = match_columns(frames[name], frames["train"], columns.drop, name)
    return frames, taken["train"][1]


def _joint(frames, name):
    """One column of all tables, one below the other."""
    return pd.concat([frame[name] for frame in frames.values()], ignore_index=True).rename(name)


def _sheets(frames, columns, target):
    """A Sheet a table, whose offset counts through the tables; and sentences about the time column."""
    stamps, sentences = read_stamps(_joint(frames, columns.time)) if columns.time is not None else (None, [])
    sheets, start = {}, 0
    for name, frame in frames.items():
        span = slice(start, start + len(frame))
        sheets[name] = Sheet(
            frame=frame,
            features=columns.features(frame),
            y=target.series(frame[columns.target], span),
            weight=read_weight(frame, columns.weight),
            time=None if stamps is None else stamps.iloc[span],
            group=read_group(frame, columns.group),
            offset=start,
        )
        start += len(frame)
    return sheets, sentences


def _span(sheet):
    return slice(sheet.offset, sheet.offset + len(sheet.y))


def _cut_off(sheet, codes, rare, hashes, real, part, rng):
    """Mask of the real rows of train that become validation: its end in time, whole groups, or a stratified draw."""
    rows = np.flatnonzero(real)
    if sheet.time is not None:
        chosen = _cut.last_rows(sheet.time.iloc[rows], part)
    elif sheet.group is not None:
        chosen = _cut.some_groups(codes[rows], group_codes(sheet.group.iloc[rows]), rare, part, rng)
    else:
        chosen = _cut.stratified(codes[rows], part, 0, rng, copy_groups(hashes[rows])[0]) == _cut.HOLDOUT
    taken = np.zeros(len(codes), dtype=bool)
    taken[rows[chosen]] = True
    return taken


def _marked(part, known):
    """The part with its rows known as synthetic, where there are any."""
    return replace(part, synthetic=pd.Series(known, index=part.y.index)) if known.any() else part


def _synthetic_sentences(known):
    n_rows = int(known.sum())
    if not n_rows:
        return []
    return [
        f"{count(n_rows, 'row')} of train ({share(n_rows, len(known))}) known as synthetic: trained on, never scored."
    ]
