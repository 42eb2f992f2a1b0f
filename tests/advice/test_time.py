"""Progress, cancel and the time budget of AutoBalance."""

import pytest

import synthbalance as sb
from tests.advice.tables import auto, payments, split_of


def test_progress_counts_fits_and_names_the_best_so_far():
    told = []
    auto().fit(split_of(payments()), on_progress=lambda *step: told.append(step))
    done = [step[1] for step in told]
    assert done == sorted(done)
    assert all(done <= total for _, done, total in told)
    assert any("best so far" in stage for stage, _, _ in told)


def test_a_cancel_leaves_a_partial_answer_and_no_look():
    asked = auto()
    with pytest.raises(sb.Cancelled, match="partial"):
        asked.fit(split_of(payments()), on_progress=lambda stage, done, total: done < 4)
    partial = asked.advice_
    assert not partial.complete
    assert (partial.choice, partial.run, partial.looks) == ("none", None, 0)
    assert 1 <= partial.table["folds"].sum() <= 5
    assert "the holdout was not looked at" in partial.reason


def test_a_cancel_in_the_test_rounds_keeps_what_they_showed():
    asked = auto(candidates=["random"])
    with pytest.raises(sb.Cancelled):
        asked.fit(split_of(payments(seed=3)), on_progress=lambda stage, done, total: done < 17)
    assert asked.advice_.table["folds"].max() >= 5


def test_a_budget_too_short_for_one_candidate_says_what_it_takes():
    with pytest.raises(ValueError, match=r"seconds=0.001 is too short for one candidate: .* Raise seconds"):
        auto(seconds=0.001).fit(split_of(payments()))


def test_a_generous_budget_changes_nothing():
    whole = auto().fit(split_of(payments()))
    within = auto(seconds=600).fit(split_of(payments()))
    assert within.complete
    assert within.table["gain"].equals(whole.table["gain"])


def test_generators_that_must_be_trained_take_part_only_with_a_budget():
    from synthbalance.advice._candidates import field_of

    y = [0] * 970 + [1] * 30
    without = [one.plan.key for one in field_of(None, y, 0, with_trained=False)]
    assert not {"gan", "diffusion"} & set(without)
    pytest.importorskip("torch", reason="trained generators need the extra [torch]")
    assert {"gan", "diffusion"} <= {one.plan.key for one in field_of(None, y, 0, with_trained=True)}
