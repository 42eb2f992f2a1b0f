import json
import re

import pytest

import synthbalance as sb
from synthbalance.report import card_html, write_card
from synthbalance.report._collect import collect
from tests.report.conftest import HOSTILE, quietly, small
from tests.report.page import Page

SMOTE = "SMOTE 20 %, k_neighbors 3"


@pytest.fixture(scope="module")
def html(exp):
    return card_html(exp, exp.runs[SMOTE])


def test_what_is_collected_is_plain(exp, hostile_exp):
    for one in (exp, hostile_exp):
        for run in one.runs.values():
            json.dumps(collect(one, run), allow_nan=False)


def test_the_page_is_whole_and_needs_nothing_else(html):
    page = Page(html)
    assert page.open == [] and html.startswith("<!doctype html>")
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not any(name in ("src", "href") or name.startswith("on") for _, attrs in page.attributes for name in attrs)
    assert set(re.findall(r"https?://[^\"' ]*", html)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in html and "@import" not in html
    assert len(html.encode()) < 300_000


def test_the_sentence_comes_first_and_in_the_words_of_the_experiment(exp, html):
    text = re.sub(r"<[^>]+>", "", html[html.index('class="sentence">') + 17 : html.index('<p class="sub">')])
    assert text.strip().replace("\u202f", " ") == exp.sentence(exp.runs[SMOTE]).replace("\u202f", " ")
    assert html.index('class="sentence"') < html.index("<h2")


def test_the_sections_come_in_their_order(html):
    headings = Page(html).of("h2")
    assert headings == [
        "Strategies", "Precision and recall", "At the threshold", "Calibration", "Calibration in figures", "Costs",
        "Costs in figures", "Scores", "Synthetic rows", "Groups of people",
        *(["Warnings"] if "Warnings" in headings else []),
        "What these figures cannot tell", "Split", "Data", "How the figures were made",
    ]  # fmt: skip


def test_scores_differences_and_counts_are_those_of_the_run(exp, html):
    run = exp.runs[SMOTE]
    for one in exp.runs.values():
        assert f"{one.scores['average_precision'].value:.3f}" in html
        assert f"{abs(exp.bounds(one).low):.3f}" in html or one.strategy == "none"
    assert f"{run.confusion['tp']:.0f}</span><small>caught" in html
    assert f"{run.confusion['fn']:.0f}</span><small>missed" in html
    assert run.split.fingerprint in html and run.split.content_hash in html
    assert f"{run.n_synthetic}" in html and "2\u202f000 stratified bootstrap draws" in html


def test_a_screen_reader_gets_captions_scopes_and_descriptions(html):
    page = Page(html)
    assert page.tags.count("table") == page.tags.count("caption") >= 7
    assert all("scope" in attrs for tag, attrs in page.attributes if tag == "th")
    for tag, attrs in page.attributes:
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or (attrs["role"] == "img" and len(attrs["aria-label"]) > 20)
    assert page.tags.count("h1") == 1
    assert [attrs["lang"] for tag, attrs in page.attributes if tag == "html"] == ["en"]


def test_each_figure_with_a_curve_has_a_table_twin(html):
    figures = html.split("<figure>")[1:]
    assert len(figures) == 3
    assert all("<details" in one and "<table>" in one[: one.index("</figure>")] for one in figures)


def test_both_themes_and_print_are_styled(html):
    assert "prefers-color-scheme:dark" in html and "@media print" in html and "size:A4" in html


def test_hostile_names_are_shown_as_they_are_written(hostile_exp):
    for run in hostile_exp.runs.values():
        html = card_html(hostile_exp, run)
        page = Page(html)
        assert page.open == [] and "script" not in page.tags and "i" not in page.tags
        shown = page.of("code")
        assert all(name in shown for name in HOSTILE[:-1])
        assert HOSTILE[-1] not in html and r"\u202egnp.exe" in shown
        assert "fraud\"'\n" in shown
        assert "49" not in [text.strip() for text in shown]


def test_the_limits_name_the_numbers(exp, hostile_exp):
    facts = collect(exp, exp.runs[SMOTE])
    words = " ".join(facts["limits"])
    rare = int(exp.split.holdout.y.sum())
    assert f"{rare} rare rows" in words and "Methods cannot be ranked on so few." in words
    assert f"looked at {exp.looks} times" in words
    assert "Synthetic is not anonymous." in words and "SMOTE rows lie on lines between two real rows" in words
    assert "The payments are simulated" in words
    assert "simulated" not in " ".join(collect(hostile_exp)["limits"])


def test_copies_of_real_rows_are_counted(exp):
    run = next(run for run in exp.runs.values() if run.strategy == "random")
    words = " ".join(collect(exp, run)["limits"])
    assert f"{run.n_synthetic} of the {run.n_synthetic} new rows equal a real row exactly." in words


def test_without_a_run_the_card_is_about_one_that_is_surely_better_or_none(exp):
    best = max((run for run in exp.runs.values() if run.strategy != "none"), key=lambda run: exp.bounds(run).low)
    expected = best.name if exp.bounds(best).low > 0 else "none"
    assert collect(exp)["chosen"] == expected


def test_none_alone_makes_a_card(payments_split):
    exp = small(payments_split)
    quietly(exp.run, "none")
    html = card_html(exp)
    assert "Nothing else was tried." in html and "Doing nothing scores" in html
    assert Page(html).open == [] and "No costs were given" in html


def test_a_cost_as_primary_and_isotonic_free_calibration_make_a_card(payments_split):
    costs = sb.Costs(missed=300, review=4, capacity=80)
    exp = small(payments_split, primary="cost", costs=costs, calibration="none")
    run = quietly(exp.run, "class_weight")
    html = card_html(exp, run)
    assert "at most 80 alerts" in html and "Probabilities as the model gives them." in html
    assert Page(html).open == []


def test_costs_by_row_and_alerts_a_day_stand_on_the_card(payments_split):
    column = next(
        name for name in payments_split.train.X.columns if name != "amount" and _is_price(payments_split, name)
    )
    costs = sb.Costs(missed="amount", review=column, admin=2, capacity_per_day=4)
    exp = small(payments_split, costs=costs)
    html = card_html(exp, quietly(exp.run, "class_weight"))
    assert f"an alert its <code>{column}</code> and 2 of administration; at most 4 alerts a day." in html
    assert "alerts a day, as a mean over" in html and Page(html).open == []


def _is_price(split, name):
    columns = [getattr(split, part).X[name] for part in ("train", "validation", "holdout")]
    return all(column.dtype.kind in "if" and (column >= 0).all() for column in columns)


def test_many_runs_share_one_figure_and_all_are_in_the_table(payments_split):
    exp = small(payments_split)
    for weight in range(2, 13):
        quietly(exp.run, sb.ClassWeight(weight))
    html = card_html(exp, exp.runs["Class weight ×12"])
    assert "4 more in the table of strategies." in html
    assert html.count('<th scope="row"><b>Class weight') == 11
    assert len(html.encode()) < 300_000


def test_a_run_of_another_experiment_is_refused(exp, hostile_exp):
    with pytest.raises(ValueError, match="one of this experiment's"):
        card_html(exp, hostile_exp.none)


def test_a_card_is_written_once_and_never_over_another_file(exp, tmp_path):
    run = exp.runs[SMOTE]
    path = run.report(tmp_path / "card.html")
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match=r"card-1\.html"):
        write_card(exp, path)
    assert path.read_bytes() == before and b"SMOTE" in before
    with pytest.raises(ValueError, match=r"ends in \.html"):
        write_card(exp, tmp_path / "card.pdf")


def test_half_a_character_in_a_name_does_not_stop_the_writing(payments_split, tmp_path):
    exp = small(payments_split)
    quietly(exp.run, sb.ClassWeight(2), name="broken \ud800 name")
    assert r"broken \ud800 name" in write_card(exp, tmp_path / "card.html").read_text(encoding="utf-8")
