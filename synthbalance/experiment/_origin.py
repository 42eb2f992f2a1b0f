"""Which rows of a resampled table are new, whatever sampler made it, and where the real ones stood."""

import numpy as np
import pandas as pd


def as_table(X_new, X):
    """What a foreign sampler returned, as a table like the one it was given."""
    if isinstance(X_new, pd.DataFrame):
        return X_new
    return pd.DataFrame(np.asarray(X_new), columns=X.columns).astype(X.dtypes.to_dict())


def origin_of_rows(sampler, X, X_new):
    """Where each row of a resampled table comes from.

    Our samplers say which rows are new, imbalanced-learn's that copy or leave out rows say which they
    took; for any other, a row that is no copy of one in `X` (or one copy too many) counts as new.

    Parameters
    ----------
    sampler : fitted sampler
    X, X_new : pandas.DataFrame
        The table given and the table returned. Rows of a foreign sampler get the labels of `X` back, new
        ones labels after its largest.

    Returns
    -------
    source : int array of shape (n_resampled,)
        Position in X of each real row, -1 for new ones.
    is_new : bool array of shape (n_resampled,)
    """
    if hasattr(sampler, "synthetic_mask_"):
        mask = sampler.synthetic_mask_
        return np.where(mask, -1, np.cumsum(~mask) - 1), mask
    source = np.asarray(sampler.sample_indices_) if hasattr(sampler, "sample_indices_") else _found(X, X_new)
    is_new = pd.Series(source).duplicated().to_numpy() | (source < 0)
    X_new.index = np.where(is_new, int(X.index.max()) + np.cumsum(is_new), X.index.to_numpy()[source])
    return np.where(is_new, -1, source), is_new


def _found(X, X_new):
    """Position of each row of X_new among equal rows of X, the n-th copy at the n-th; -1 where there is none."""
    return _numbered(X).get_indexer(_numbered(X_new))


def _numbered(frame):
    hashed = pd.util.hash_pandas_object(frame, index=False).reset_index(drop=True)
    return pd.MultiIndex.from_arrays([hashed, hashed.groupby(hashed).cumcount()])
