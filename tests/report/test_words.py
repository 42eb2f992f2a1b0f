import pytest

from synthbalance.report import _words as words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.7151, "0.715"), (0.0, "0"), (0.00041, "0.00041"), (-0.0312, "\u22120.031"), (1.0, "1.000"), (None, "–")],
)
def test_scores_have_three_decimals_or_two_digits(value, text):
    assert words.figure(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.004, "+0.004"), (-0.004, "\u22120.004"), (0.0, "0"), (0.0001, "0.000"), (-0.0001, "0.000")]
)
def test_differences_carry_a_sign_unless_they_round_to_nothing(value, text):
    assert words.difference(value) == text


def test_money_is_whole_with_thin_spaces():
    assert words.figure(12345.6, "money") == "12\u202f346"
    assert words.difference(-12345.6, "money") == "\u221212\u202f346"


@pytest.mark.parametrize(("share", "text"), [(0.005, "0.50"), (0.04, "4.0"), (0.12, "12"), (1.0, "100"), (0, "0")])
def test_shares_show_two_digits(share, text):
    assert words.percent(share) == f"{text}\u202f%"


@pytest.mark.parametrize(
    ("x", "unit", "text"),
    [
        (-0.0089, "percent", "\u22120.89\u202f%"), (0.77, "percent", "77\u202f%"), (18.13, "rows", "18.1"),
        (500.4, "rows", "500"), (1249.4, "money", "1\u202f249"), (None, "rows", "–"),
    ],
)  # fmt: skip
def test_figures_are_written_in_their_unit(x, unit, text):
    assert words.measured(x, unit) == text


@pytest.mark.parametrize(("x", "text"), [(0.0004, "0.000"), (0, "0"), (1.0, "1"), (0.2561, "0.256"), (None, "–")])
def test_rates_of_groups_have_three_decimals_and_no_more(x, text):
    assert words.rate(x) == text


def test_sentences_of_the_audit_are_spelled_as_the_card_is():
    assert words.thin("0 of 1,078 rows, 0 %") == "0 of 1\u202f078 rows, 0\u202f%"
    assert words.shortened("Copy detectors, not privacy: in the median.") == "In the median."


@pytest.mark.parametrize(("x", "text"), [(0.05, "0.05"), (0.361, "0.361"), (1.0000001, "above 1"), (0.00004, "0.000")])
def test_thresholds_read_as_probabilities(x, text):
    assert words.probability(x) == text


def test_the_sentence_is_emphasised_and_escaped():
    sentence = "<b>x</b> 5 % gains 0.004 (−0.011 to 0.019): not distinguishable from doing nothing on this holdout, which can detect 0.021."  # noqa: E501
    html = str(words.emphasised(sentence))
    assert html.startswith("<b>&lt;b&gt;x&lt;/b&gt; 5\u202f% gains 0.004</b>")
    assert "<b>not distinguishable from doing nothing</b> on this holdout" in html


def test_any_other_sentence_is_kept_whole():
    assert str(words.emphasised("Something <else>.")) == "<b>Something &lt;else&gt;.</b>"
