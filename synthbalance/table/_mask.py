"""Masks: what a user's condition says of the rows of a table."""

import numpy as np
import pandas as pd


def mask_of(answer, n_rows, name):
    """What a condition answered, as one bool a row; missing ones count as False.

    Parameters
    ----------
    answer : array, Series or list
    n_rows : int
    name : str
        Of the condition, for the error.

    Returns
    -------
    bool array of shape (n_rows,)

    Raises
    ------
    ValueError
        If it is something else than one bool for each row.
    """
    mask = answer
    if isinstance(getattr(mask, "dtype", None), pd.api.extensions.ExtensionDtype):
        mask = pd.array(mask).to_numpy(dtype=object, na_value=False)
        mask = mask.astype(bool) if pd.api.types.infer_dtype(mask) == "boolean" else mask
    mask = np.asarray(mask)
    if mask.shape != (n_rows,) or mask.dtype != bool:
        raise ValueError(
            f"{name} needs to return one bool for each of {n_rows} rows, returned {mask.dtype} of shape {mask.shape}. "
            f"Return df['a'] <= df['b'], say."
        )
    return mask
