"""Real rows that scikit-learn carries, made rare by leaving positives out."""

import numpy as np
from sklearn import datasets as sklearn_datasets

from synthbalance.table import remember_source

# name: how many positives stay
_KEPT = {"breast_cancer": 30, "digits": 68}
_DIGIT = 8


def load_bundled(name):
    """Real measurements, no network needed, with a rare class that was common once.

    Positives are left out evenly over the file, so the same rows come every time; every other row
    stays, in its order.

    Parameters
    ----------
    name : {"breast_cancer", "digits"}
        ``"breast_cancer"``: 30 measured properties of cell nuclei (lengths in pixels, names with underscores);
        the rare class is malignant, 30 of 387 rows (7.8 %).
        ``"digits"``: 8 x 8 pixel scans of handwritten digits, darkness 0 to 16, pixels that are empty in
        every scan dropped; the rare class is the digit 8, 68 of 1,691 rows (4.0 %).

    Returns
    -------
    pandas.DataFrame of shape (387, 31) or (1691, 62)
        Float columns and ``target`` (int8, 1 = rare), the last.

    Raises
    ------
    ValueError
        If no table has this name.

    References
    ----------
    Street, Wolberg and Mangasarian (1993), Breast Cancer Wisconsin (Diagnostic); Alpaydin and Kaynak (1998),
    Optical Recognition of Handwritten Digits; both UCI Machine Learning Repository, CC BY 4.0.

    Examples
    --------
    >>> import synthbalance as sb
    >>> int(sb.load_bundled("digits")["target"].sum())
    68
    """
    if not isinstance(name, str) or name not in _KEPT:
        known = " or ".join(map(repr, _KEPT))
        raise ValueError(
            f"name needs to be {known}, got {name!r}. For a table of your own use sb.read_table('path/to/file.csv')."
        )
    frame, is_rare = _breast_cancer() if name == "breast_cancer" else _digits()
    frame = _thinned(frame.assign(target=is_rare.astype(np.int8)), _KEPT[name])
    return remember_source(frame, f"sb.load_bundled({name!r})")


def _breast_cancer():
    bunch = sklearn_datasets.load_breast_cancer(as_frame=True)
    benign = list(bunch.target_names).index("benign")
    return bunch.data.rename(columns=lambda column: column.replace(" ", "_")), bunch.target != benign


def _digits():
    bunch = sklearn_datasets.load_digits(as_frame=True)
    drawn_on = bunch.data.columns[bunch.data.max() > bunch.data.min()]
    return bunch.data[drawn_on], bunch.target == _DIGIT


def _thinned(frame, n_kept):
    rare = np.flatnonzero(frame["target"].to_numpy() == 1)
    kept = rare[np.linspace(0, len(rare) - 1, n_kept).round().astype(int)]
    stays = frame["target"].to_numpy() == 0
    stays[kept] = True
    return frame[stays].reset_index(drop=True)
