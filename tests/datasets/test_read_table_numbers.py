"""Decimal commas and thousands marks: numbers where the whole column says so, text otherwise."""

import numpy as np
import pytest

from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table


def frame_of(folder, text, **stated):
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, **stated)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1 234,56", 1234.56),
        ("1\u00a0234,56", 1234.56),
        ("1\u202f234.56", 1234.56),
        ("1'234.56", 1234.56),
        ("1’234’567,5", 1234567.5),
        ("-1.234,56", -1234.56),
        ("−1 234,56", -1234.56),
        ("+12,5", 12.5),
        (",5", 0.5),
        ("1,5e3", 1500.0),
        ("0,125", 0.125),
        ("1234,567", 1234.567),
        ("12345.678,9", None),
        ("1.23,4", None),
        ("1,234.567.8", None),
        ("1 234'567,8", None),
        ("1,2,3", None),
        ("12,5 €", None),
    ],
)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_number_is_read_however_it_is_marked_and_nothing_else_is(tmp_path, written, value, separator):
    amount = frame_of(tmp_path, f"x{separator}amount\n1{separator}{written}\n2{separator}\n")["amount"]
    assert amount[0] == (written if value is None else value)
    assert amount.isna().tolist() == [False, True]


def test_a_decimal_comma_beside_semicolons_makes_numbers(tmp_path, recwarn):
    frame = frame_of(tmp_path, 'amount;code;note;n\n12,50;1,2,3;"a;b";1\n-3;4;"c""d";2\n;5;;3\n')
    assert frame["amount"].tolist()[:2] == [12.5, -3.0]
    assert np.isnan(frame["amount"][2])
    assert frame["code"].tolist() == ["1,2,3", "4", "5"]
    assert frame["note"].tolist()[:2] == ["a;b", 'c"d']
    assert frame.attrs["assumed"] == ["separator ';' (semicolon)", "decimal comma in amount"]
    assert not recwarn.list


def test_one_value_of_another_kind_keeps_the_column_as_text(tmp_path):
    rows = "".join(f"{i};1.234,{i % 10}\n" for i in range(2000))
    frame = frame_of(tmp_path, f"n;amount\n{rows}1;none so far\n")
    assert frame["amount"].iloc[0] == "1.234,0"


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("a;b\n1,234;x\n", 1.234, "',' in a taken for a decimal mark"),
        ('a,b\n"1,234",x\n', 1234, "',' in a taken for a thousands mark"),
        ("a\tb\n1,234\tx\n", 1234, "',' in a taken for a thousands mark"),
        ("a;b\n1.234;x\n", 1.234, "'.' in a taken for a decimal mark"),
    ],
)
def test_a_mark_that_could_be_either_follows_the_rule_and_a_warning_says_so(tmp_path, text, value, said):
    with pytest.warns(DataWarning, match=said):
        frame = frame_of(tmp_path, text)
    assert frame["a"][0] == value
    assert said in frame.attrs["assumed"][-1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a;b\n1,234;1.5\n", 1234),
        ("a;b\n1.234;1,5\n", 1234),
        ('a,b\n"1,234",1.5\n', 1234),
        ('a,b\n"1,234","1.234,5"\n', 1.234),
        ('a,b\n"1,234","0,234"\n', 1.234),
        ('a,b\n1.234,"1.000.000"\n5.678,7\n', 1234),
        ("a,b\n1.234,x\n", 1.234),
    ],
)
@pytest.mark.filterwarnings("ignore:.*decimal comma in b:synthbalance._errors.DataWarning")
def test_a_mark_that_could_be_either_follows_the_other_columns(tmp_path, text, value, recwarn):
    assert frame_of(tmp_path, text)["a"][0] == value
    assert not [each for each in recwarn.list if "taken for" in str(each.message)]


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["1234", "12 345", "1 234 567"], [1234, 12_345, 1_234_567]),
        (["1e5", "2e5"], [1e5, 2e5]),
        (["1234", "1 234", "12 345"], None),
        (["1.234,5"] * 600 + ["12.34,5"], None),
        (["True", "False"], [True, False]),
        (["True", "maybe"], None),
    ],
)
def test_a_column_is_read_only_if_every_value_is_of_one_kind(tmp_path, values, numbers):
    frame = frame_of(tmp_path, "n;x\n" + "".join(f"{value};1\n" for value in values))
    assert frame["n"].tolist() == (values if numbers is None else numbers)


def test_a_stated_mark_may_group_some_values_only(tmp_path):
    assert frame_of(tmp_path, "n;x\n1234;1\n1 234;2\n", thousands=" ")["n"].tolist() == [1234, 1234]
    assert frame_of(tmp_path, "n,x\n1.234,1\n", thousands=".")["n"].tolist() == [1234]


def test_a_lone_decimal_comma_beside_commas_is_doubted_as_it_could_be_a_list(tmp_path):
    with pytest.warns(DataWarning, match="decimal comma in a"):
        assert frame_of(tmp_path, 'a,b\n"1,5",x\n')["a"][0] == 1.5


@pytest.mark.parametrize(
    "values",
    [
        ["1.2.3", "1.2.4"],
        ["555 123 456", "555 123 457"],
        ["+49 30 123456", "+49 30 654321"],
        ["192.168.100.200", "10.100.200.100"],
        ["123.456.789-09", "987.654.321-00"],
        ["12 345", "23 456"],
        ["12:30", "13:45"],
        ["12-05", "13-06"],
        ["0x1F", "0x2A"],
        ["1_000", "2_000"],
        ["7", "seven"],
        ["-", "5"],
    ],
)
def test_codes_that_look_like_numbers_stay_text(tmp_path, values, recwarn):
    text = "x;code\n" + "".join(f"1;{value}\n" for value in values)
    assert frame_of(tmp_path, text)["code"].tolist() == values
    assert not recwarn.list


def test_groups_of_one_length_are_text_until_the_file_or_the_caller_says_more(tmp_path):
    alone = frame_of(tmp_path, "n;x\n12 345;1\n")
    assert alone["n"][0] == "12 345"
    assert alone.attrs["assumed"][-1].startswith("n as text, though ' ' could group the digits (thousands=' '")
    assert frame_of(tmp_path, "n;x\n12 345;1\n", thousands=" ")["n"][0] == 12_345
    assert frame_of(tmp_path, "n;x\n12 345;1 234,5\n")["n"][0] == 12_345
    assert frame_of(tmp_path, "n;x\n12 345 678;1 234,5\n")["n"][0] == "12 345 678"
    assert frame_of(tmp_path, "n;x\n12 345;1\n7;2\n")["n"].tolist() == [12_345, 7]


@pytest.mark.parametrize(
    ("stated", "value", "assumed"),
    [
        ({"decimal": ","}, 1.234, None),
        ({"decimal": "."}, 1234, ["thousands mark ',' in a"]),
        ({"thousands": ","}, 1234, None),
        ({"thousands": ""}, 1.234, ["decimal comma in a"]),
        ({"thousands": "."}, 1.234, ["decimal comma in a"]),
        ({"decimal": ".", "thousands": ""}, "1,234", None),
    ],
)
def test_what_is_stated_decides_without_a_warning(tmp_path, stated, value, assumed, recwarn):
    frame = frame_of(tmp_path, "a;b\n1,234;x\n", separator=";", **stated)
    assert frame["a"][0] == value
    assert frame.attrs.get("assumed") == assumed
    assert not recwarn.list


def test_a_stated_decimal_comma_leaves_points_as_text(tmp_path):
    assert frame_of(tmp_path, "a;b\n1.5;x\n", decimal=",")["a"][0] == "1.5"
    assert frame_of(tmp_path, "a;b\n1.5;x\n")["a"][0] == 1.5


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"decimal": ";"}, "decimal needs '.' or ','"),
        ({"decimal": 3}, "decimal needs '.' or ','"),
        ({"thousands": "_"}, "thousands needs '.', ','"),
        ({"thousands": False}, "thousands needs '.', ','"),
        ({"thousands": ",", "decimal": ","}, "thousands needs another mark than decimal"),
    ],
)
def test_marks_that_are_none_are_refused(tmp_path, stated, said):
    with pytest.raises(ValueError, match=said):
        frame_of(tmp_path, "a,b\n1,2\n", **stated)
