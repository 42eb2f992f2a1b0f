"""Random tables, written in every way there is, come back equal."""

import csv
import io
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthbalance.datasets import read_table

SEPARATORS, DECIMALS = [",", ";", "\t", "|"], [".", ","]
THOUSANDS = ["", ".", ",", " ", "'", "’", "\u00a0", "\u202f"]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
WORDS = [
    "Köln",
    "naïve café",
    "1.2.3",
    "DE89 3704 0044",
    "+49 30 123456",
    "a;b,c|d\te",
    'he said "no"',
    "x\ny",
    "12-05",
]


def formatted(value, digits, decimal, thousands):
    plain = f"{value:,.{digits}f}"
    return plain.translate({ord(","): thousands, ord("."): decimal})


@st.composite
def ways(draw):
    decimal = draw(st.sampled_from(DECIMALS))
    thousands = draw(st.sampled_from([mark for mark in THOUSANDS if mark != decimal]))
    encoding = draw(st.sampled_from([one for one in ENCODINGS if thousands != "\u202f" or one != "cp1252"]))
    return draw(st.sampled_from(SEPARATORS)), decimal, thousands, encoding


@st.composite
def tables(draw):
    n, digits = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    bounded = {"allow_nan": False, "min_value": -1e9, "max_value": 1e9}
    amount = [1234567.25, *(round(draw(st.floats(**bounded)), digits) for _ in range(n))]
    count = [1234567, 7, *(draw(st.integers(-(10**9), 10**9)) for _ in range(n - 1))]
    word = ["Größe", *(draw(st.sampled_from(WORDS)) for _ in range(n))]
    return pd.DataFrame({"amount": amount, "count": count, "word": word}), digits


def written(path, frame, digits, way):
    separator, decimal, thousands, encoding = way
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(frame.columns)
    for amount, count, word in frame.itertuples(index=False):
        digits_of = formatted(amount, digits, decimal, thousands), formatted(count, 0, decimal, thousands)
        writer.writerow([*digits_of, word])
    path.write_bytes(text.getvalue().encode(encoding))


@settings(max_examples=300)
@given(table=tables(), way=ways())
def test_a_table_comes_back_however_it_was_written(tmp_path_factory, table, way):
    frame, digits = table
    path = tmp_path_factory.getbasetemp() / "found.csv"
    written(path, frame, digits, way)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = read_table(path)
    expected = frame.assign(amount=[float(f"{value:.{digits}f}") for value in frame["amount"]])
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


@settings(max_examples=100)
@given(table=tables(), way=ways())
def test_a_table_comes_back_in_silence_when_all_is_stated(tmp_path_factory, table, way):
    frame, digits = table
    frame = frame.assign(amount=[float(f"{value:.{digits}f}") for value in frame["amount"]])[1:].reset_index(drop=True)
    separator, decimal, thousands, encoding = way
    path = tmp_path_factory.getbasetemp() / "stated.csv"
    written(path, frame, digits, way)
    family = {"’": "'", "\u00a0": " ", "\u202f": " "}.get(thousands, thousands)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read_table(path, separator=separator, decimal=decimal, thousands=family, encoding=encoding)
    pd.testing.assert_frame_equal(found, frame, check_exact=True)
    assert "assumed" not in found.attrs


@settings(max_examples=300)
@given(st.lists(st.text("0123456789.,'- +eE\u00a0’", min_size=1, max_size=9), min_size=1, max_size=4))
def test_what_stays_text_stays_as_it_was_and_what_becomes_a_number_keeps_its_digits(tmp_path_factory, values):
    path = tmp_path_factory.getbasetemp() / "text.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([["x", "y"], *(["1", value] for value in values)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = read_table(path)["y"]
    if pd.api.types.is_numeric_dtype(found):
        assert all(any(figure.isdigit() for figure in value) for value in values)
    else:
        assert found.tolist() == values


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_way_of_writing_is_told_by_the_file_alone(tmp_path, separator):
    frame = pd.DataFrame({"amount": [1234567.25, 0.5], "count": [1234567, 7], "word": ["a", "b"]})
    written(tmp_path / "a.csv", frame, 2, (separator, ",", ".", "utf-8"))
    said = read_table(tmp_path / "a.csv").attrs["assumed"]
    assert said[-2:] == ["decimal comma in amount", "thousands mark '.' in amount, count"]
    assert len(said) == (2 if separator == "," else 3)
