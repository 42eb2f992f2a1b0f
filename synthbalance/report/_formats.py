"""The endings that tables are written under, and the one sentence for what such a file cannot hold."""

from synthbalance.datasets import PLAIN, SEPARATORS

ENDINGS, _SEPARATORS = PLAIN, SEPARATORS


def write_as(draft, text, binary):
    """Write a table to a draft as its ending says.

    Parameters
    ----------
    draft : pathlib.Path
        Ends in one of `ENDINGS`.
    text : callable (separator) -> None
        Writes it as csv or tsv.
    binary : callable (ending) -> None
        Writes it as parquet or feather.

    Raises
    ------
    ValueError
        If parquet or feather cannot hold the table.
    """
    ending = draft.suffix.lower()
    if ending in _SEPARATORS:
        text(_SEPARATORS[ending])
        return
    try:
        binary(ending)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise ValueError(
            f"path ends in {ending}, which cannot hold this table ({error}). Write a csv file instead."
        ) from error
