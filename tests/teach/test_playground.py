"""The playground: its rows are the samplers' own, its words can be checked by hand, nothing given to it breaks it."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

import synthbalance as sb
from synthbalance.teach import SmotePlayground
from synthbalance.teach._play.making import Recipe, make
from synthbalance.teach._play.points import default_points, table_of
from synthbalance.teach._play.region import MODELS, region, verdict
from synthbalance.teach._play.telling import tell
from tests.ui.front import from_view
from tests.ui.front import tell as say

places = st.integers(0, 1000).map(lambda number: number / 1000)
rare, other = (st.fixed_dictionaries({"x": places, "y": places, "label": st.just(label)}) for label in (1, 0))
stages = st.tuples(st.lists(rare, min_size=2, max_size=8), st.lists(other, min_size=3, max_size=12)).map(
    lambda both: both[0] + both[1]
)


@pytest.fixture
def play():
    one = SmotePlayground(k_neighbors=2)
    yield one
    one.close()


def test_the_rows_are_those_of_the_sampler(play):
    X, y = table_of(play.points)
    wanted = round(0.4 / 0.6 * 40)
    X_all, _ = sb.SMOTESampler(k_neighbors=2, sampling_strategy={1: wanted}, random_state=0).fit_resample(X, y)
    assert [[row["x"], row["y"]] for row in play.synthetic] == X_all.iloc[48:].to_numpy().tolist()


@settings(max_examples=25, deadline=None)
@given(points=stages, k=st.integers(1, 10), method=st.sampled_from(["smote", "borderline"]))
def test_a_row_stands_where_its_formula_says(points, k, method):
    made = make(points, Recipe(method, k, 0.5, 0))
    for index, (row, parents) in enumerate(zip(made.rows, made.parents, strict=True)):
        story = tell(method, points, made, index, k)
        for axis, line in zip("xy", story["formula"], strict=True):
            start, gap, end, again, value = map(float, re.findall(r"\d\.\d+", line))
            assert start == again == points[parents["seed"]][axis] and end == points[parents["neighbor"]][axis]
            assert value == pytest.approx(start + gap * (end - start), abs=0.0012)
            assert value == pytest.approx(row[axis], abs=0.00051)
        assert parents["neighbor"] in story["near"] or _is_tie(points, parents, story["near"])


def _is_tie(points, parents, near):
    """Whether the neighbour is as near as the last of those listed, and another one was."""
    X, _ = table_of(points)
    away = (((X - X.iloc[parents["seed"]]) / X.std(ddof=0).replace(0, 1)) ** 2).sum(axis=1)
    return not near or away[parents["neighbor"]] <= max(away[near]) + 1e-9


def test_a_borderline_seed_is_in_danger(play):
    play.method = "borderline"
    for index in range(len(play.synthetic)):
        play.shown = index
        others, near = map(int, re.findall(r"In danger: (\d+) of its (\d+)", " ".join(play.story["lines"]))[0])
        assert near / 2 <= others < near


def test_a_counterfactual_row_says_what_it_took_and_what_it_kept(play):
    play.method = "counterfactual"
    play.shown = 0
    base = play.points[play.parents[0]["base"]]
    changed = [axis for axis in "xy" if base[axis] != play.synthetic[0][axis]]
    assert base["label"] == 0 and play.points[play.parents[0]["donor"]]["label"] == 1
    assert f"Changed: {' and '.join(changed)};" in " ".join(play.story["lines"])


def test_next_row_goes_round(play):
    seen = [play.next_row().shown for _ in range(len(play.synthetic) + 1)]
    assert seen == [*range(len(play.synthetic)), 0]


def test_a_dragged_point_moves_its_rows(play):
    before = play.synthetic
    moved = [dict(play.points[0], x=0.1), *play.points[1:]]
    from_view(play, points=moved)
    assert play.points == moved
    changed = [a != b for a, b in zip(before, play.synthetic, strict=True)]
    touched = [0 in (one["seed"], one["neighbor"]) for one in play.parents]
    assert any(changed) and all(one for one, was in zip(changed, touched, strict=True) if was)


def test_the_region_is_where_the_model_says_rare(play):
    grid = np.frombuffer(play.region, np.uint8).reshape(60, 80) / 255
    X, y = table_of([*play.points, *play.synthetic])
    model = LogisticRegression(C=100.0).fit(X, y)
    place = X.iloc[:1].assign(x=(20 + 0.5) / 80, y=(45 + 0.5) / 60)
    assert grid[45, 20] == pytest.approx(model.predict_proba(place)[0, 1], abs=0.003)


def test_row_after_row_the_model_learns_from_what_is_seen(play):
    play.shown = 0
    first = play.region
    assert first == region(MODELS["logistic"][1], play.points, play.synthetic[:1])
    play.shown = -1
    assert play.region != first


def test_no_point_is_judged_by_a_model_that_saw_it_or_a_row_made_from_it(monkeypatch):
    points, seen = default_points(), []

    def spy(some, recipe):
        seen.append(some)
        return make(some, recipe)

    monkeypatch.setattr("synthbalance.teach._play.region.make", spy)
    verdict(MODELS["tree"][1], points, Recipe("smote", 3, 0.4, 0))
    left = [str(one) for some in seen for one in points if one not in some]
    assert len(seen) == 5 and sorted(left) == sorted(map(str, points))


def test_the_verdict_does_not_flatter(play):
    play.wait()
    assert re.search(r"catches \d of 8 rare points \(\d+ to \d+ %\), without synthetic rows \d", play.verdict)
    assert "no more than chance makes of so few points" in play.verdict


@pytest.mark.parametrize("n_rare", [0, 1])
def test_too_few_points_make_no_rows_and_say_so(play, n_rare):
    play.points = play.points[:n_rare] + play.points[8:]
    assert play.synthetic == [] and "Two rare points are needed" in play.message
    play.wait()
    play.points = []
    assert play.region == b"" and play.synthetic == []


@pytest.mark.parametrize(
    ("name", "value", "need"),
    [
        ("points", 3, "points needs a list of dicts, got int"),
        ("points", [{"x": 2, "y": 0, "label": 1}], "points[0] needs x from 0 to 1, got 2"),
        ("points", [{"x": 0, "y": float("nan"), "label": 1}], "points[0] needs y from 0 to 1, got nan"),
        ("points", [{"x": 0, "y": 0, "label": "fraud"}], "points[0] needs label 1 or 0, got 'fraud'"),
        ("points", [{"x": 0, "y": 0, "label": []}], "points[0] needs label 1 or 0, got []"),
        ("points", [{"x": 0}], "points[0] needs x, y and label"),
        ("points", [{"x": 0, "y": 0, "label": 1}] * 301, "at most 300"),
        ("method", "magic", "method needs one of smote, borderline, counterfactual, gan, got 'magic'"),
        ("model", "forest", "model needs one of logistic, neighbors, tree, got 'forest'"),
        ("k_neighbors", 0, "k_neighbors needs a whole number from 1 to 10, got 0"),
        ("k_neighbors", True, "k_neighbors needs a whole number"),
        ("share", 0.9, "share needs a number above 0 and at most 0.5, got 0.9"),
        ("shown", 99, "shown needs the number of a synthetic row, or -1 for all, got 99"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_answered(play, name, value, need):
    before, rows = getattr(play, name), play.synthetic
    setattr(play, name, value)
    assert getattr(play, name) == before and play.synthetic == rows
    assert need in play.message


def test_a_wrong_argument_raises():
    with pytest.raises(ValueError, match="k_neighbors needs a whole number"):
        SmotePlayground(k_neighbors=0)
    with pytest.raises(ValueError, match="or a classifier with predict_proba, got SVC"):
        SmotePlayground(model=SVC())


def test_labels_may_be_words(play):
    play.points = [dict(one, label="rare" if one["label"] else "other") for one in play.points]
    assert {one["label"] for one in play.points} == {0, 1} and play.synthetic


def test_a_model_of_ones_own_draws_the_region():
    play = SmotePlayground(model=LogisticRegression(C=1e-6))
    assert play.facts["models"][-1] == {"value": "own", "text": "LogisticRegression"}
    assert np.ptp(np.frombuffer(play.region, np.uint8)) <= 1
    play.close()


def test_the_view_writes_its_own_traits_only(play):
    from_view(play, synthetic=[], verdict="SMOTE wins", message="x", k_neighbors=1)
    assert play.synthetic and play.verdict != "SMOTE wins" and play.k_neighbors == 1


def test_where_no_widget_runs_a_picture_stands(play):
    html = play._repr_mimebundle_()[0]["text/html"]
    assert html.count("<circle") == 48 and html.count("<path") == len(play.synthetic) and "<script" not in html


class TestGAN:
    @pytest.fixture
    def play(self):
        pytest.importorskip("torch", reason="the GAN needs torch")
        one = SmotePlayground(method="gan", gan_steps=20)
        yield one
        one.close()

    def test_it_shows_rows_while_it_trains_and_ends_with_the_count_asked_for(self, play):
        seen = []
        play.observe(lambda change: seen.append(change["new"]), "message")
        assert play.synthetic == [] and "Press Play" in play.message
        say(play, {"type": "train"})
        assert play.wait(60) and len(play.synthetic) == 19 and not play.busy
        assert "Training, step 5 of 20" in seen and play.message.startswith("Trained for 20 steps.")
        assert "needs about 20 rows of a class" in play.message  # it is told that eight are too few
        play.next_row()
        assert "No parents" in " ".join(play.story["lines"])

    def test_it_is_stopped(self, play):
        play._steps = 100_000
        play.observe(lambda change: say(play, {"type": "cancel"}) if "step 5 " in change["new"] else None, "message")
        play.train()
        assert play.wait(60) and play.message.startswith("Stopped.") and not play.busy

    def test_moving_a_point_ends_the_training(self, play):
        play._steps = 100_000
        play.train()
        play.points = play.points[1:]
        assert play.wait(60) and not play.busy and "Press Play" in play.message

    def test_without_torch_it_says_what_to_install(self, play, monkeypatch):
        monkeypatch.setattr("synthbalance.teach._play.widget.has_torch", lambda: False)
        play.share = 0.3
        play.train()
        assert "pip install 'synthbalance[torch]'" in play.message and not play.busy

    def test_only_the_gan_trains(self, play):
        play.method = "smote"
        play.train()
        assert 'set method="gan" first' in play.message and not play.busy
