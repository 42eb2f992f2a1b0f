"""Read a csv or tsv strictly: every row as long as the first, every byte in the encoding."""

import codecs
import csv
from collections import Counter

import pandas as pd
from pandas.api import types

DEFAULT_ENCODING = "utf-8"
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_COMMA_NUMBER = r"[+-]?\d+(?:,\d+)?"


def read_text_table(file, separator, encoding, usual):
    """DataFrame of a csv or tsv.

    Parameters
    ----------
    file : pathlib.Path
    separator : str of one character or None
        None guesses from the first line.
    encoding : str
    usual : str
        The separator this ending promises, taken where the guess is a tie.

    Raises
    ------
    ValueError
        Naming the line, where a row has another length than the header or cannot be decoded.
    """
    encoding = _checked_options(separator, encoding)
    try:
        used = separator or _guess(file, encoding, usual)
        _check_header(file, _header(file, encoding, used), used, guessed=separator is None)
        _check_lengths(file, encoding, used)
        frame = pd.read_csv(file, sep=used, encoding=encoding, index_col=False, low_memory=False)
    except UnicodeError as error:
        raise _undecodable(file, encoding) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ValueError(f"{str(file)!r} cannot be read as a table ({error}). Check the quotes in it.") from error
    return _comma_numbers(frame) if used == ";" else frame


def _checked_options(separator, encoding):
    if separator is not None and (not isinstance(separator, str) or len(separator) != 1 or separator in '"\r\n'):
        raise ValueError(f"separator needs one character such as ',' or ';' or '\\t', or None, got {separator!r}.")
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, TypeError) as error:
        raise ValueError(
            f"encoding needs the name of a text encoding, got {encoding!r}. Try 'utf-8' or 'cp1252'."
        ) from error
    return "utf-8-sig" if name == "utf-8" else name


def _rows(file, encoding, separator):
    """Each row that is not blank, with the number of the line it starts in."""
    with open(file, encoding=encoding, newline="") as text:
        rows = csv.reader(text, delimiter=separator)
        start = 1
        try:
            for row in rows:
                if row:
                    yield start, row
                start = rows.line_num + 1
        except csv.Error as error:
            raise ValueError(
                f"{str(file)!r}, line {start}: {error}. A quote that is never closed often causes this."
            ) from error


def _header(file, encoding, separator):
    return next((row for _, row in _rows(file, encoding, separator)), [])


def _guess(file, encoding, usual):
    width = {each: len(_header(file, encoding, each)) for each in (usual, *_NAMES)}
    return max(width, key=width.get)


def _check_header(file, names, separator, guessed):
    shown = f"{_NAMES.get(separator, 'character')} ({separator!r})"
    if not names:
        raise ValueError(f"{str(file)!r} holds blank lines only. Check how it was written.")
    if len(names) == 1:
        how = "guessed, as neither comma, semicolon, tab nor bar cuts the first line" if guessed else "as stated"
        raise ValueError(
            f"{str(file)!r} needs at least two columns, found one, {names[0][:60]!r}, "
            f"with the separator {shown}, {how}. Pass the one it uses: read_table(path, separator=...)."
        )
    twice = [name for name, count in Counter(names).items() if count > 1 and name]
    if twice:
        raise ValueError(f"{str(file)!r} needs unique column names, {twice[:5]!r} occur more than once. Rename them.")


def _check_lengths(file, encoding, separator):
    if _plainly_even(file, encoding, separator):
        return
    rows = _rows(file, encoding, separator)
    _, header = next(rows)
    for line, row in rows:
        if len(row) != len(header):
            raise ValueError(
                f"{str(file)!r}, line {line}: needs {len(header)} values like the header, found {len(row)} "
                f"(separator {separator!r}). Correct that line, quote values that hold the separator, "
                f"or pass separator=..."
            )


def _plainly_even(file, encoding, separator):
    """Whether no value is quoted and every line holds as many separators; a quick look that spares the slow one."""
    with open(file, encoding=encoding) as text:
        expected = next(text).count(separator)
        return all(line.count(separator) == expected and '"' not in line for line in text)


def _undecodable(file, encoding):
    with open(file, "rb") as raw:
        marks_utf16 = raw.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    where = "" if encoding.startswith(("utf-16", "utf-32")) else _first_bad_line(file, encoding)
    other = "utf-16" if marks_utf16 else "cp1252"
    return ValueError(
        f"{str(file)!r}{where}: the text is not in the encoding {encoding.removesuffix('-sig')!r}. "
        f"Pass the one it was saved in, perhaps read_table(path, encoding={other!r})."
    )


def _first_bad_line(file, encoding):
    with open(file, "rb") as raw:
        for number, line in enumerate(raw, start=1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return f", line {number}"
    return ""


def _comma_numbers(frame):
    """Numbers with a decimal comma, as many countries write them beside the semicolon, become floats."""
    for position, column in enumerate(frame.columns):
        values = frame.iloc[:, position]
        present = values.dropna()
        if not (types.is_string_dtype(values) or types.is_object_dtype(values)) or not len(present):
            continue
        text = present.astype(str)
        if text.str.fullmatch(_COMMA_NUMBER).all() and text.str.contains(",").any():
            frame[column] = values.str.replace(",", ".").astype(float)
    return frame
