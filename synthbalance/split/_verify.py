"""After the cut: has every part enough rows of every class, and weight on them?"""

import math

import numpy as np

FEWEST_IN_HOLDOUT = 5
_WAYS_OUT = {
    ("by time", "holdout"): "Raise holdout, so that it begins earlier, or bring more rows of this class.",
    ("by time", "validation"): "Raise validation, so that it begins earlier, or lower gap.",
    ("by time", "train"): "Lower holdout, validation or gap.",
    ("by group", "holdout"): "Raise holdout, name a column with smaller groups, or bring more rows of this class.",
    ("by group", "validation"): "Raise validation, or name a column with smaller groups.",
    ("by group", "train"): "Lower holdout or validation, or name a column with smaller groups.",
    ("given", "holdout"): "Put more real rows of this class into holdout.",
    ("given", "validation"): "Pass a larger validation share, or a frame with real rows of this class.",
    ("given", "train"): "Put rows of this class into train, or pass a smaller validation share.",
}


def check_parts(codes, target, how, shares, grouped):
    """Raise ValueError unless every part can be trained, tuned or scored on.

    Parameters
    ----------
    codes : dict of part name -> int array
        Class of each row.
    target : Target
    how : str
        The split's `how`.
    shares : dict of part name -> float
        What was asked for; empty where the parts were given.
    grouped : bool
        Whether copies were kept together.
    """
    n_classes = len(target.classes) if target.multiclass else 2
    sizes = {name: np.bincount(part, minlength=n_classes) for name, part in codes.items()}
    for name in ("holdout", "validation", "train"):
        for code in range(n_classes):
            counted = target.multiclass or code == target.rare
            needed = FEWEST_IN_HOLDOUT if name == "holdout" and counted else 1
            found = int(sizes[name][code])
            if found < needed:
                n_rows = sum(int(size[code]) for size in sizes.values())
                way_out = _way_out(how, name, needed, n_rows, shares, grouped)
                asked = f"{name}={shares[name]:g} leaves" if name in shares else f"{name} has"
                raise ValueError(
                    f"{asked} {found} rows of {_class_name(target, code)} in the {name} part, needs at least {needed}."
                    f" {way_out}"
                )


def check_weights(parts, codes, name):
    """Raise ValueError if all rows of a class in one part have weight 0."""
    for part_name, part in parts.items():
        totals = np.bincount(codes[part_name], weights=part.weight.to_numpy())
        if (totals[np.bincount(codes[part_name]) > 0] <= 0).any():
            raise ValueError(
                f"weight={name!r} must be above 0 for a row of each class in every part, found only 0 for one class in"
                f" the {part_name} part. Correct the weights or leave these rows out."
            )


def _class_name(target, code):
    value = target.classes[code]
    if isinstance(value, tuple):
        return "the other classes"
    return f"the class {value!r}"


def _way_out(how, name, needed, n_rows, shares, grouped):
    if how != "stratified":
        return _WAYS_OUT[how, name]
    if name == "train":
        return "Lower holdout or validation, or bring more rows of this class."
    share = math.ceil(100 * needed / n_rows) / 100
    fitting = share <= 0.6 and share > shares[name]
    more = f"Set {name}={share:g} or higher" if fitting else f"Raise {name}"
    kept_apart = ", pass duplicates='keep' if equal rows are no copies" if grouped else ""
    wanted = math.ceil(needed / shares[name])
    return f"{more}{kept_apart}, or bring more rows of this class ({wanted:,} would do for this share)."
