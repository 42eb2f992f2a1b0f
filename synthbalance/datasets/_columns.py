"""Columns of text become numbers, truth values and dates, or stay text: the whole column alike or not at all."""

import pandas as pd

from synthbalance.datasets._assumed import Assumption, listed
from synthbalance.datasets._dates import dates_in_format, is_format
from synthbalance.datasets._marks import MARKS, POINT, readings
from synthbalance.datasets._numbers import (
    all_digits,
    as_text,
    digits_and_marks,
    floats,
    has_leading_zeros,
    truth_values,
    whole_numbers,
)


def typed_frame(table, separator, options):
    """DataFrame of an Arrow table of text.

    Parameters
    ----------
    table : pyarrow.Table of large strings
    separator : str
        Of the file, which decides what a lone comma means where nothing else does.
    options : Options

    Returns
    -------
    pandas.DataFrame, list of Assumption
    """
    texts = {name: _one_array(table.column(name)) for name in table.column_names}
    made = {name: _surely(text, options) for name, text in texts.items()}
    numbers = {name: digits_and_marks(texts[name]) for name, values in made.items() if values is None}
    numbers = {name: number for name, number in numbers.items() if number is not None}
    marked = {name: number for name, number in numbers.items() if not number[1].isdisjoint(MARKS)}
    unmarked = {name: number for name, number in numbers.items() if name not in marked}
    made |= {name: _unmarked(*number) for name, number in unmarked.items()}
    values, said = _marked(marked, separator, options)
    made |= values
    said += _said_of_text({name: text for name, (text, _) in unmarked.items() if made[name] is None})
    columns = {name: as_text(texts[name]) if values is None else values for name, values in made.items()}
    return pd.DataFrame(columns, copy=False), said


def _one_array(column):
    array = column.combine_chunks()
    return array.chunk(0) if hasattr(array, "chunks") else array  # older versions of Arrow


def _surely(text, options):
    """Values that need no look at the other columns, or None."""
    if text.null_count == len(text):
        return pd.Series(float("nan"), index=range(len(text)))
    dates = dates_in_format(text, options.dates) if is_format(options.dates) else None
    return truth_values(text) if dates is None else dates


def _unmarked(text, marks):
    if not marks <= {"+", "-"}:
        return floats(text, marks)
    return None if has_leading_zeros(text) else whole_numbers(text, marks)


def _marked(columns, separator, options):
    """Name to values, None for those that stay text."""
    made = {name: floats(text, marks) for name, (text, marks) in columns.items() if "," not in marks}
    plain = len(made) == len(columns) and all(values is not None for values in made.values())
    if plain and separator != ";" and options.decimal is None and options.thousands is None:
        return made, []  # as nearly every file: nothing but decimal points
    found, said = readings(columns, separator, options)
    for name, reading in found.items():
        if reading != POINT or name not in made:
            made[name] = None if reading is None else _read_so(reading, *columns[name])
    return made, said


def _read_so(reading, text, marks):
    plain = reading.plain(text)
    return whole_numbers(plain, marks) if reading.decimal is None else floats(plain, marks)


def _said_of_text(columns):
    zeros = [name for name, text in columns.items() if has_leading_zeros(text)]
    long = [name for name, text in columns.items() if name not in zeros and all_digits(text)]
    said = [Assumption(f"text for the leading zeros in {listed(zeros)}")] if zeros else []
    return said + ([Assumption(f"text for numbers too long to be exact in {listed(long)}")] if long else [])
