"""The fields of a Split that do not depend on how its parts were cut."""

import hashlib

import numpy as np

from synthbalance.split._checks import column_warnings
from synthbalance.split._part import Input
from synthbalance.split._verify import check_parts, check_weights
from synthbalance.split._words import share
from synthbalance.table import like_of, source_of, table_hash, types_of


def assemble(*, parts, codes, target, columns, how, copied, sentences, rng, shares=None, grouped=False):
    """Check the parts and collect what a Split says about them.

    Parameters
    ----------
    parts : dict of "train", "validation", "holdout" -> Part
    codes : dict of the same -> int array
        Class of each row.
    target : Target
    columns : Columns
    how : str
    copied : bool array of shape (n_holdout,)
    sentences : list of str
        Warnings so far.
    rng : numpy.random.Generator
        For the checks that look at a sample.
    shares : dict of part name -> float, default=None
        What was asked for; None where the parts were given.
    grouped : bool, default=False
        Whether copies were kept together.

    Returns
    -------
    dict
        Fields of `Split`.
    """
    check_parts(codes, target, how, shares or {}, grouped)
    if columns.weight is not None:
        check_weights(parts, codes, columns.weight)
    copied.flags.writeable = False
    return {
        **parts,
        "target": columns.target,
        "positive": target.positive,
        "classes": target.classes,
        "multiclass": target.multiclass,
        "how": how,
        "copied": copied,
        "fingerprint": fingerprint(parts["holdout"]),
        "warnings": [
            *sentences,
            *_crossing_sentences(parts, columns),
            *_common_sentences(codes, target),
            *column_warnings(parts["train"].X, codes["train"], target.classes, target.multiclass, rng),
        ],
    }


def fingerprint(holdout):
    """8 hexadecimal digits over the holdout's features, target and weights."""
    members = [holdout.X, holdout.y.to_frame()]
    members += [] if holdout.weight is None else [holdout.weight.to_frame()]
    return hashlib.sha256(" ".join(map(table_hash, members)).encode()).hexdigest()[:8]


def describe(given, frames):
    """Where the tables came from: source, hashes, rows, kind, types in the file.

    Parameters
    ----------
    given, frames : dict of argument name -> table
        As they came, and as checked DataFrames.
    """
    inputs = []
    for name, frame in frames.items():
        content, source = table_hash(frame), source_of(given[name])
        call = source["call"] if source and source["hash"] == content else None
        inputs.append(Input(name, len(frame), content, call))
    hashes = [one.hash for one in inputs]
    first = given["data"] if "data" in given else given["train"]
    alone = inputs[0] if len(inputs) == 1 else None
    return {
        "inputs": tuple(inputs),
        "source": {"call": alone.call, "hash": alone.hash} if alone and alone.call else None,
        "content_hash": hashes[0] if alone else hashlib.sha256(" ".join(hashes).encode()).hexdigest()[:16],
        "n_rows": sum(one.n_rows for one in inputs),
        "like": like_of(first),
        "stored": types_of(first),
    }


def _crossing_sentences(parts, columns):
    """Groups on both sides, and holdout rows that are not later than all of train."""
    train, holdout, sentences = parts["train"], parts["holdout"], []
    if columns.group is not None:
        crossing = int(holdout.group.isin(train.group).sum())
        if crossing:
            sentences.append(
                f"{share(crossing, len(holdout))} of the holdout rows belong to a group of {columns.group!r} that is"
                " also in train: a model can know these groups already."
            )
    if columns.time is not None:
        early = int((holdout.time <= max(train.time.max(), parts["validation"].time.max())).sum())
        if early:
            sentences.append(
                f"{share(early, len(holdout))} of the holdout rows are not later than the last row of train and"
                f" validation by {columns.time!r}: a model can know the future of these rows."
            )
    return sentences


def _common_sentences(codes, target):
    if target.multiclass:
        return []
    n_rows = sum(len(part) for part in codes.values())
    n_rare = sum(int(np.count_nonzero(part == target.rare)) for part in codes.values())
    if 2 * n_rare <= n_rows:
        return []
    return [
        f"The class {target.positive!r} set as rare makes {share(n_rare, n_rows)} of the rows. Pass the rare value as"
        " positive."
    ]
