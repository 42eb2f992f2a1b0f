"""Numbers without marks: every digit comes back, and what a number would lose stays text."""

import math

import pytest

from synthbalance.datasets import read_table


def frame_of(folder, text):
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def test_whole_numbers_with_leading_zeros_stay_text_and_decimals_do_not(tmp_path):
    frame = frame_of(tmp_path, "plz,share,zero\n01234,00.5,0\n99999,1.5,10\n")
    assert frame["plz"].tolist() == ["01234", "99999"]
    assert frame["share"].tolist() == [0.5, 1.5]
    assert frame["zero"].tolist() == [0, 10]
    assert frame.attrs["assumed"] == ["text for the leading zeros in plz"]


@pytest.mark.parametrize("account", ["12345678901234567890123", "-9223372036854775809"])
def test_numbers_too_long_to_be_exact_stay_text(tmp_path, account):
    frame = frame_of(tmp_path, f"account,x\n{account},1\n7,2\n")
    assert frame["account"].tolist() == [account, "7"]
    assert frame.attrs["assumed"] == ["text for numbers too long to be exact in account"]


def test_a_missing_value_costs_no_digit_of_a_long_number(tmp_path):
    frame = frame_of(tmp_path, "a,b,x\n9007199254740993,9007199254740993,1\n,5,2\n3,6,3\n")
    assert frame["a"].tolist()[::2] == ["9007199254740993", "3"]
    assert frame["b"].tolist() == [9007199254740993, 5, 6]


def test_plain_numbers_of_every_kind_are_read(tmp_path):
    frame = frame_of(tmp_path, "a,b,c,d\n 1,1e5,inf,18446744073709551615\n+2 ,-.5,-1.5,1\n")
    assert frame.to_dict("list") == {"a": [1, 2], "b": [1e5, -0.5], "c": [math.inf, -1.5], "d": [2**64 - 1, 1]}
