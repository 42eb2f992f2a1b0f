"""One table to one file, by its ending; dtypes survive where the format can hold them."""

TABLE_ENDINGS = (".csv", ".parquet", ".tsv", ".feather")
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


def write_table_file(frame, draft):
    """Write a table without its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Nobody else's: its attributes are taken off, as they would land in the file.
    draft : pathlib.Path

    Raises
    ------
    ValueError
        If the format cannot hold a column.
    """
    frame.attrs = {}
    ending = draft.suffix.lower()
    if ending in _SEPARATORS:
        frame.to_csv(draft, index=False, sep=_SEPARATORS[ending])
        return
    try:
        _write_binary(frame, draft, ending)
    except (TypeError, ValueError, NotImplementedError) as error:
        raise ValueError(
            f"path ends in {ending}, which cannot hold this table ({error}). Write a csv file instead."
        ) from error


def _write_binary(frame, draft, ending):
    if ending == ".parquet":
        frame.to_parquet(draft, index=False)
    else:
        frame.reset_index(drop=True).to_feather(draft)
