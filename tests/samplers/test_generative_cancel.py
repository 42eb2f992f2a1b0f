"""Cancel of the trained generators: no work after it, in pieces at every stage, and the sampler stays usable."""

import pickle

import pandas as pd
import pytest

import synthbalance as sb
from tests.samplers.generators import GENERATORS, lines

pytest.importorskip("torch", reason="the trained generators need torch")
pytestmark = pytest.mark.parametrize("cls", GENERATORS)


def test_cancel_ends_at_once_and_leaves_the_margins_to_whoever_draws_first(cls, monkeypatch):
    from synthbalance.samplers._nets import drawing

    drawn, real = [], drawing.draw_rows

    def counted(*args, **options):
        drawn.append(1)
        return real(*args, **options)

    monkeypatch.setattr(drawing, "draw_rows", counted)
    sampler = cls(steps=20, random_state=0)
    sampler.on_progress = lambda stage, done, total: done < 10
    with pytest.raises(sb.Cancelled):
        sampler.fit(*lines(n_rare=100))
    assert not drawn
    sampler.on_progress = None
    first, margins = sampler.generate(20), len(drawn) - 1
    pd.testing.assert_frame_equal(sampler.generate(20), first)
    assert (margins, len(drawn)) == (2, 4)  # one a class, and twice the rows


@pytest.mark.parametrize("stage", ["training", "learning margins", "training the judge"])
def test_what_follows_the_last_step_is_told_in_pieces_and_can_be_cancelled(cls, stage):
    X, y = lines(n_rare=300)
    sampler = cls(steps=4, random_state=0)
    sampler.on_progress = lambda named, done, total: named != stage or done < total / 2
    with pytest.raises(sb.Cancelled, match=f"while {stage}"):
        sampler.fit(X, y)
    sampler.on_progress = None
    assert sampler.generate(20).notna().all(axis=None)


def test_a_cancel_before_the_first_check_is_told_as_the_reason_that_nothing_was_tested(cls):
    sampler = cls(steps=500, random_state=0)
    sampler.on_progress = lambda stage, done, total: done < 10
    with pytest.raises(sb.Cancelled):
        sampler.fit(*lines(n_rare=300))
    assert sampler.verdict_.endswith("of step 10, are kept. Not tested: it ended before the first check.")


def test_a_cancel_with_few_rows_tells_that_these_would_not_do(cls):
    sampler = cls(steps=500, random_state=0)
    sampler.on_progress = lambda stage, done, total: done < 10
    with pytest.raises(sb.Cancelled):
        sampler.fit(*lines(n_rare=100))
    assert sampler.verdict_.endswith("Not tested: that needs 200 rows of each class.")


@pytest.mark.parametrize("stage", ["training", "learning margins", "training the judge"])
def test_who_cancelled_the_training_does_not_stop_what_is_drawn_from_it(cls, stage, tmp_path):
    told, sampler = [], cls(steps=4, random_state=0)

    def never_again(*progress):
        told.append(progress)
        return not any(one[0] == stage for one in told)

    sampler.on_progress = never_again
    with pytest.raises(sb.Cancelled):
        sampler.fit(*lines(n_rare=300))
    before = len(told)
    assert sampler.generate(20).notna().all(axis=None)
    assert len(told) > before
    sampler.save(tmp_path / "generator")


def test_another_listener_can_cancel_what_is_drawn(cls):
    sampler = cls(steps=500, random_state=0)
    sampler.on_progress = lambda stage, done, total: done < 5
    with pytest.raises(sb.Cancelled):
        sampler.fit(*lines(n_rare=300))
    sampler.on_progress = lambda *progress: False
    with pytest.raises(sb.Cancelled, match="while learning margins"):
        sampler.generate(20)


def test_a_new_training_can_be_cancelled_by_the_same_listener(cls):
    sampler, going = cls(steps=20, random_state=0), []
    sampler.on_progress = lambda *progress: bool(going)
    for _ in range(2):
        with pytest.raises(sb.Cancelled, match="while training: 1 of 20"):
            sampler.fit(*lines(n_rare=300))
    going.append(1)
    sampler.fit(*lines(n_rare=300))
    going.clear()
    with pytest.raises(sb.Cancelled, match="while drawing rows"):
        sampler.generate(20)


def test_a_cancelled_sampler_can_be_pickled_once_nobody_listens(cls):
    sampler = cls(steps=20, random_state=0)
    sampler.on_progress = lambda *progress: False
    with pytest.raises(sb.Cancelled):
        sampler.fit(*lines(n_rare=300))
    del sampler.on_progress
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(sampler)).generate(5), sampler.generate(5))


def test_a_cancel_within_a_check_keeps_the_weights_so_far(cls):
    sampler, told = cls(steps=100, random_state=0), []

    def until_a_check(stage, done, total):
        told.append(done)
        return told.count(50) < 2

    sampler.on_progress = until_a_check
    with pytest.raises(sb.Cancelled, match="50 of 100"):
        sampler.fit(*lines(n_rare=300))
    sampler.on_progress = None
    assert len(sampler.losses_) == 50
    assert sampler.verdict_.startswith("Cancelled; the best weights so far")
    assert sampler.generate(20).notna().all(axis=None)


def test_a_frame_is_shown_every_few_steps_and_changes_nothing(cls):
    X, y = lines(n_rare=30)
    plain = cls(steps=20, random_state=0).fit(X, y).generate(10)
    seen, shown = [], cls(steps=20, condition_columns=[X.columns[-1]], random_state=0)
    shown.frame_steps, shown.on_frame = 8, lambda step, rows: seen.append((step, rows))
    shown.fit(X, y)
    assert [step for step, _ in seen] == [8, 16]
    assert all(list(rows.columns) == list(X.columns) and len(rows) == 200 for _, rows in seen)
    pd.testing.assert_frame_equal(shown.set_params(condition_columns=None).fit(X, y).generate(10), plain)
