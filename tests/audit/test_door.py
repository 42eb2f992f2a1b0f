"""The door: what comes out of `audit_synthetic`, and one clear sentence for what cannot go in."""

import doctest
import importlib
import re
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from tests.audit.made import make_run, make_split, rare, rows, sentence, value

COLUMNS = ["measure", "value", "low", "high", "better", "sentence"]
FIDELITY = [
    *("column_shapes", "pair_trends", "two_sample_auc", "coverage", "density", "out_of_range"),
    *("hidden_majority", "hidden_majority_real", "hidden_majority_excess"),
]
PRIVACY = [
    *("exact_copies", "closest_record_ratio", "neighbor_distance_ratio", "neighbor_distance_ratio_real"),
    *("closest_record_distance", "membership_auc", "membership_auc_rare", "membership_auc_others"),
]
TABLES = ("fidelity", "privacy", "constraints", "fairness", "columns", "pairs")


@pytest.fixture(scope="module")
def new():
    return rare(200, np.random.default_rng(7))


@pytest.fixture(scope="module")
def audit(new):
    return sb.audit_synthetic(make_run(new), constraints=[lambda df: df["x"] > 2])


def test_every_table_is_tidy_with_a_row_for_each_measure(audit):
    assert audit.fidelity["measure"].tolist() == FIDELITY
    assert audit.privacy["measure"].tolist() == PRIVACY
    assert all(list(frame.columns) == COLUMNS for frame in (audit.fidelity, audit.privacy, audit.constraints))
    assert list(audit.fairness.columns) == ["group", *COLUMNS]
    assert list(audit.columns.columns) == ["column", *COLUMNS]
    assert list(audit.pairs.columns) == ["column_1", "column_2", *COLUMNS]
    assert (len(audit.columns), len(audit.pairs), len(audit.fairness)) == (5, 10, 0)


@pytest.mark.parametrize("name", ["fidelity", "privacy", "constraints", "columns", "pairs"])
def test_every_figure_stands_in_its_interval_and_has_a_sentence(audit, name):
    frame = getattr(audit, name)
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()
    assert frame["sentence"].str.endswith(".").all()
    assert frame["better"].isin(["higher", "lower", "half", "one", "real", "yardstick"]).all()


def test_sentences_of_privacy_claim_no_privacy(audit):
    text = " ".join(audit.privacy["sentence"])
    assert audit.privacy["sentence"][:5].str.startswith("Copy detectors, not privacy: ").all()
    assert audit.privacy["sentence"][5:].str.contains("synthetic is not anonymous").all()
    assert "GDPR" not in text + audit._repr_html_()


def test_the_same_seed_gives_the_same_audit_and_another_seed_another(new, audit):
    again = sb.audit_synthetic(make_run(new))
    pd.testing.assert_frame_equal(again.fidelity, audit.fidelity)
    pd.testing.assert_frame_equal(again.privacy, audit.privacy)
    assert not sb.audit_synthetic(make_run(new), random_state=1).fidelity.equals(audit.fidelity)


def test_nothing_of_the_run_is_changed(new):
    run = make_run(new.copy())
    before = run.split.validation.X.copy()
    sb.audit_synthetic(run, constraints=[lambda df: df.pop("x") > 0])
    pd.testing.assert_frame_equal(run.synthetic, new)
    pd.testing.assert_frame_equal(run.split.validation.X, before)


@pytest.mark.parametrize("nothing", [None, rare(0, np.random.default_rng(0))])
def test_a_run_without_synthetic_rows_has_empty_tables_and_says_so(audit, nothing):
    empty = sb.audit_synthetic(make_run(nothing))
    assert empty.note == "There is nothing to audit: no synthetic rows were made."
    for name in TABLES:
        frame = getattr(empty, name)
        assert len(frame) == 0
        assert frame.dtypes.equals(getattr(audit, name).dtypes)
    assert "nothing to audit" in repr(empty)
    assert "nothing to audit" in empty._repr_html_()


def test_only_rows_of_the_rare_class_are_audited(new, audit):
    others = rows(50, np.random.default_rng(1))
    both = make_run(pd.concat([new, others], ignore_index=True), labels=np.repeat([1, 0], [len(new), 50]))
    pd.testing.assert_frame_equal(sb.audit_synthetic(both).fidelity, audit.fidelity)
    none = sb.audit_synthetic(make_run(others, labels=np.zeros(50)))
    assert "no synthetic rows of the rare class" in none.note


@pytest.mark.parametrize("run", [None, 3, pd.DataFrame({"a": [1]}), SimpleNamespace(split=None, synthetic=None)])
def test_what_is_no_run_is_refused(run):
    with pytest.raises(TypeError, match=r"run needs a Run, as exp\.run"):
        sb.audit_synthetic(run)


@pytest.mark.parametrize(
    ("error", "match", "arguments"),
    [
        (TypeError, "random_state needs a whole number, got 'a'", {"random_state": "a"}),
        (ValueError, "random_state=-1 needs to be 0 or more", {"random_state": -1}),
        (TypeError, "on_progress needs a callable", {"on_progress": 3}),
    ],
)
def test_a_wrong_argument_is_one_sentence(new, error, match, arguments):
    with pytest.raises(error, match=match):
        sb.audit_synthetic(make_run(new), **arguments)


def test_synthetic_rows_need_the_columns_and_dtypes_of_the_training_part(new):
    with pytest.raises(ValueError, match=re.escape("run.synthetic needs the columns of run.split.train.X, ['x']")):
        sb.audit_synthetic(make_run(new.drop(columns="x")))
    with pytest.raises(ValueError, match=r"column 'x' is .* and not float64\. Convert it"):
        sb.audit_synthetic(make_run(new.assign(x="a")))


def test_progress_is_told_to_the_end_and_false_cancels(new):
    told = []
    sb.audit_synthetic(make_run(new), on_progress=lambda *step: told.append(step))
    assert {(stage, total) for stage, _, total in told} == {("audit", 9)}
    done = [step for _, step, _ in told]
    assert done == sorted(done) and set(range(1, 10)) <= set(done) and done[-1] == 9
    with pytest.raises(sb.Cancelled, match="after 2 of 9 steps"):
        sb.audit_synthetic(make_run(new), on_progress=lambda _, done, __: done < 2)


def test_long_steps_are_told_in_pieces_so_that_an_audit_can_be_left_at_any_time():
    told, new = [], rare(2000, np.random.default_rng(7))
    sb.audit_synthetic(make_run(new), on_progress=lambda _, done, __: told.append(done))
    assert max(np.diff(told[:-1])) <= 0.5  # the last step is fairness, which was not asked for
    for stop in told[:: len(told) // 6]:
        with pytest.raises(sb.Cancelled):
            sb.audit_synthetic(make_run(new), on_progress=lambda _, done, __, stop=stop: done < stop)


def test_sampling_weights_are_said_not_to_count(new):
    split = make_split()
    split.train.weight = pd.Series(1.0, index=split.train.X.index)
    assert sb.audit_synthetic(make_run(new, split)).note.startswith("Every real row counts once")


@pytest.mark.parametrize("part", ["train", "validation", "holdout"])
def test_too_few_real_rare_rows_give_unknown_figures_that_say_why(new, part):
    split = make_split(n_rare={"train": 40, "validation": 40, "holdout": 40, part: 1})
    audit = sb.audit_synthetic(make_run(new, split))
    figures = pd.concat([audit.fidelity, audit.privacy])
    unknown = figures[figures["value"].isna()]
    assert len(unknown) >= 3
    assert unknown["sentence"].str.contains("Not measured: it needs at least").all()
    assert not np.isnan(value(audit.fidelity, "out_of_range"))


@pytest.mark.parametrize("part", ["train", "validation", "holdout"])
def test_a_part_without_a_rare_row_is_no_error(new, part):
    split = make_split(n_rare={"train": 40, "validation": 40, "holdout": 40, part: 0})
    audit = sb.audit_synthetic(make_run(new, split), constraints=[lambda df: df["x"] > 0])
    assert value(audit.privacy, "exact_copies") == 0


def test_a_single_synthetic_row_is_audited(new):
    audit = sb.audit_synthetic(make_run(new.iloc[:1]))
    assert "needs at least 2 synthetic rows, found 1" in sentence(audit.fidelity, "two_sample_auc")
    assert value(audit.fidelity, "column_shapes") < 1


def test_html_escapes_what_comes_from_the_data(new):
    hostile = "<script>alert('x')</script>\n"
    split = make_split()
    for part in (split.train, split.validation, split.holdout):
        part.X = part.X.rename(columns={"x": hostile})
    run = make_run(new.rename(columns={"x": hostile}).assign(z=9.9), split, name="<b>run</b>")
    html = sb.audit_synthetic(run)._repr_html_()
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_text_names_the_run_and_its_measures_in_lines(audit):
    text = repr(audit)
    assert text.startswith("Audit of 'made': synthetic rows of the rare class; synthetic is not anonymous")
    assert all(any(line.split()[:1] == [name] for line in text.splitlines()) for name in [*FIDELITY, *PRIVACY])


def test_protected_columns_add_fairness(monkeypatch, new):
    from synthbalance.audit import fairness

    asked = pd.DataFrame({"group": ["a"], "measure": ["recall"]})
    monkeypatch.setattr(fairness, "audit_fairness", lambda run, protected, random_state: asked)
    assert sb.audit_synthetic(make_run(None), protected="channel").fairness is asked


def test_missing_values_and_all_missing_columns_are_audited():
    rng = np.random.default_rng(3)

    def spoil(frame):
        frame = frame.assign(nothing=np.nan, x=frame["x"].mask(rng.random(len(frame)) < 0.2))
        return frame.assign(channel=frame["channel"].mask(rng.random(len(frame)) < 0.1))

    split = make_split()
    for part in (split.train, split.validation, split.holdout):
        part.X = spoil(part.X)
    audit = sb.audit_synthetic(make_run(spoil(rare(150, rng)), split))
    assert not audit.fidelity["value"].isna().any()
    assert 0.4 < value(audit.fidelity, "two_sample_auc") < 0.65


@pytest.mark.parametrize("name", ["synthbalance.audit", "synthbalance.audit._intervals"])
def test_the_examples_in_the_docstrings_are_true(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        failed, tried = doctest.testmod(importlib.import_module(name))
    assert (failed, tried > 0) == (0, True)
