"""The separator of a text table, from the rows at its start."""

import csv
import io
import itertools

NAMES = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}  # the rarer in ordinary text first
_ROWS = 200


def find_separator(sample, whole, usual):
    """The separator that cuts every row at the start into equally many values.

    Parameters
    ----------
    sample : str
        Start of the text.
    whole : bool
        Whether the sample is all of it; else its last row is left out, as it may be cut.
    usual : str
        What the ending promises, taken where nothing cuts the header.

    Returns
    -------
    str
        Of those that cut all rows alike the one with most columns, else the one that cuts the header into most;
        in a tie the rarer in text: tab, semicolon, bar, comma.
    """
    score = {each: _score(sample, whole, each) for each in (usual, *NAMES)}
    return max(score, key=lambda each: (*score[each], score[each][0] and each != ","))


def shown(separator):
    """As in ``semicolon (';')``."""
    return f"{NAMES.get(separator, 'character')} ({separator!r})"


def _score(sample, whole, separator):
    rows = _rows(sample, separator)
    if not whole and len(rows) < _ROWS:
        rows = rows[:-1] or rows
    widths = [len(row) for row in rows] or [0]
    return widths[0] > 1 and len(set(widths)) == 1, widths[0]


def _rows(sample, separator):
    rows, lines = [], csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        rows.extend(itertools.islice(filter(None, lines), _ROWS))
    except csv.Error:
        return rows  # a quote that is never closed is told when the file is read
    return rows
