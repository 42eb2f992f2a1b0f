"""Read a csv or tsv strictly: every row as long as the first, every byte in the encoding."""

import csv
import itertools
import re
from collections import Counter
from dataclasses import replace

import pyarrow
from pyarrow import csv as arrow_csv

from synthbalance.datasets._assumed import Assumption
from synthbalance.datasets._bytes import Bytes
from synthbalance.datasets._columns import typed_frame
from synthbalance.datasets._encoding import SAMPLE
from synthbalance.datasets._file import refuse_disguise
from synthbalance.datasets._options import chosen
from synthbalance.datasets._separator import find_separator, shown
from synthbalance.datasets._text import open_text, text_of

_BLOCK, _GROWTH = 1 << 20, 16
_MARK = re.compile(r"sep=([\t -!#-~])\s*", re.I)
_MISSING = (
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>"),
    *("N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
)


def read_text_table(file, usual, options):
    """DataFrame of a csv or tsv.

    Parameters
    ----------
    file : pathlib.Path
    usual : str
        The separator this ending promises.
    options : Options

    Returns
    -------
    pandas.DataFrame, list of Assumption

    Raises
    ------
    ValueError
        Naming the line, where a row has another length than the header or cannot be decoded.
    """
    refuse_disguise(file)
    text, separator, said = _opened(file, usual, options)
    header = next(_rows(text, separator), (0, []))[1]
    names = [name or f"Unnamed: {place}" for place, name in enumerate(header)]
    _check_header(file, names, separator, guessed=options.separator is None)
    wanted = chosen(options.columns, names, file)
    table = _parsed(text, separator, header, [names.index(name) for name in wanted])
    frame, more = typed_frame(table.rename_columns(wanted), separator, options)
    return frame, said + more


def _opened(file, usual, options):
    """The text, as much of it as the rows asked for need, and its separator."""
    limit = SAMPLE if options.rows else None
    while True:
        source = Bytes(file, options.encoding, limit)
        text, said = open_text(source, options.encoding)
        text, stated = _without_mark(text)
        separator = options.separator or stated or find_separator(*text.sample(), usual)
        if separator != (options.separator or usual):
            said = [Assumption(f"separator {separator!r} ({shown(separator).split(' ')[0]})"), *said]
        if limit is None:
            return text, separator, said
        first = _first_rows(text, separator, options.rows)
        if first is not None:
            rows = Assumption(f"the first {options.rows} rows only, there are more", doubtful=True)
            return first, separator, [*said, rows]
        limit = limit * _GROWTH if not source.whole else None


def _without_mark(text):
    """The text below a line such as "sep=;", in which Excel states the separator, and that separator or None."""
    with text.lines() as lines:
        found = _MARK.fullmatch(lines.readline(10))
    return (replace(text, n_above=1), found[1]) if found else (text, None)


def _first_rows(text, separator, n_rows):
    """The text up to the end of row `n_rows`, or None where no further row is seen."""
    starts = [start for start, _ in itertools.islice(_rows(text, separator), n_rows + 2)]
    if len(starts) < n_rows + 2:
        return None
    with text.lines() as lines:
        first = text_of(text.file, "".join(itertools.islice(lines, starts[-1] - 1)))
    return replace(first, n_above=text.n_above)


def _rows(text, separator, strict=False):
    """The line each row starts in, and its values; blank lines are left out."""
    with text.lines() as lines:
        above = len([lines.readline() for _ in range(text.n_above)])
        rows = csv.reader(lines, delimiter=separator, strict=strict)
        start = above + 1
        try:
            for row in rows:
                if row:
                    yield start, row
                start = above + rows.line_num + 1
        except csv.Error as error:
            if strict and "expected after" in str(error):
                return  # a quote within a value, which is read as it stands
            raise ValueError(
                f"{str(text.file)!r}, line {start}: {error}. A quote that is never closed often causes this. "
                f"Check the quotes from there on."
            ) from error


def _check_header(file, names, separator, guessed):
    if not names:
        raise ValueError(f"{str(file)!r} holds blank lines only. Check how it was written.")
    if len(names) == 1:
        how = "guessed, as neither comma, semicolon, tab nor bar cuts the first line" if guessed else "as stated"
        raise ValueError(
            f"{str(file)!r} needs at least two columns, found one, {names[0][:60]!r}, "
            f"with the separator {shown(separator)}, {how}. Pass the one it uses: read_table(path, separator=...), "
            f"and take out lines above the header that are not of the table."
        )
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(f"{str(file)!r} needs unique column names, {twice[:5]!r} occur more than once. Rename them.")


def _parsed(text, separator, header, places):
    """Arrow table of text, the columns at `places`."""
    block = _BLOCK
    while True:
        try:
            table = _arrow_table(text, separator, len(header), places, block)
        except pyarrow.ArrowInvalid as error:
            if "straddling" not in str(error) or block >= 1 << 30:
                raise _uneven(text, separator, len(header), error) from error
            block *= _GROWTH  # a value longer than a block
            continue
        if text.n_quotes % 2 or _swallowed(table):
            for _ in _rows(text, separator, strict=True):
                pass
        return table


def _arrow_table(text, separator, n_columns, places, block):
    names = [str(place) for place in range(n_columns)]
    kinds = dict.fromkeys(names, pyarrow.large_string())
    with text.open() as raw:
        return arrow_csv.read_csv(
            raw,
            arrow_csv.ReadOptions(block_size=block, column_names=names, skip_rows=text.n_above),
            arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=text.n_quotes > 0),
            arrow_csv.ConvertOptions(
                column_types=kinds,
                null_values=_MISSING,
                strings_can_be_null=True,
                include_columns=[names[place] for place in places],
                check_utf8=False,
            ),
        ).slice(1)


def _swallowed(table):
    """Whether the last value holds a line end, as after a quote that is never closed."""
    last = table.column(table.num_columns - 1)
    return len(last) > 0 and "\n" in (last[-1].as_py() or "")


def _uneven(text, separator, n_columns, error):
    for line, row in _rows(text, separator):
        if len(row) != n_columns:
            return ValueError(
                f"{str(text.file)!r}, line {line}: needs {n_columns} values like the header, found {len(row)} "
                f"(separator {separator!r}). Correct that line, quote values that hold the separator, "
                f"or pass separator=..."
            )
    return ValueError(f"{str(text.file)!r} cannot be read as a table ({error}). Check the quotes in it.")
