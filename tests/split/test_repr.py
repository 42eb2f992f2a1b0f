"""A split shows itself as a small table."""

import re

import pytest

from synthbalance.split import Split, split_holdout

pytestmark = pytest.mark.filterwarnings("ignore::synthbalance._errors.DataWarning")


def test_text_has_a_line_a_part(payments):
    split = split_holdout(payments.drop(columns="at"), "is_fraud")
    lines = repr(split).splitlines()
    assert lines[0] == f"Split stratified of 'is_fraud', rare class 1, holdout {split.fingerprint}"
    assert [line.split() for line in lines[1:5]] == [
        ["part", "rows", "rare", "share"],
        ["train", "600", "24", "4", "%"],
        ["validation", "150", "6", "4", "%"],
        ["holdout", "250", "10", "4", "%"],
    ]


def test_text_says_from_when_to_when_and_what_was_left_out(payments):
    split = split_holdout(payments, "is_fraud", time="at", gap="2D")
    assert re.search(r"train .* 2024-01-01 \d\d:00  2024-", repr(split))
    assert f"left out: {split.left_out['gap']} rows (gap)" in repr(split)


def test_numeric_times_are_shown_as_numbers(payments):
    payments["at"] = range(1000)
    split = split_holdout(payments, "is_fraud", time="at")
    assert repr(split).splitlines()[4].split()[-2:] == ["750", "999"]


def test_warnings_are_shown(payments):
    split = split_holdout(payments.assign(one=1), "is_fraud")
    assert "! 1 column has one value in all training rows" in repr(split)
    assert "<li>1 column has one value" in split._repr_html_()


def test_html_is_a_table_with_the_same_cells(payments):
    html = split_holdout(payments, "is_fraud", time="at")._repr_html_()
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html)
    assert cells[:6] == ["part", "rows", "rare", "share", "from", "to"]
    assert len(cells) == 24


def test_names_and_values_from_the_data_are_escaped(payments):
    evil = "<img src=x onerror=alert(1)>"
    frame = payments.assign(**{evil + "\n": 1, "is_fraud": payments["is_fraud"].map({0: "ok", 1: evil})})
    split = split_holdout(frame.rename(columns={"is_fraud": f"<b>{evil}"}), f"<b>{evil}")
    assert "<img" not in split._repr_html_() and "<b>" not in split._repr_html_()
    assert "&lt;img src=x" in split._repr_html_()
    assert len(repr(split).splitlines()) == 5 + len(split.warnings)


def test_rare_rows_of_a_multiclass_split_are_those_of_the_rarest_class(payments):
    split = split_holdout(payments, "country", multiclass=True)
    n_rare = (split.train.y == split.positive).sum()
    assert repr(split).splitlines()[2].split()[2] == str(n_rare)


def test_a_part_says_its_size_and_what_it_carries(payments):
    split = split_holdout(payments, "is_fraud", time="at", weight="weight")
    assert repr(split.holdout) == f"Part({len(split.holdout)} rows x 7 columns, with weight, time)"
    assert (
        repr(Split.from_frames(payments[:600], payments[600:], target="is_fraud").holdout)
        == "Part(400 rows x 9 columns)"
    )
