"""Two threads of the playground: what the GAN warns of while a change is computed, and what is left afterwards."""

import threading
import warnings

import pytest
from sklearn.linear_model import LogisticRegression

from synthbalance.teach._play.points import default_points
from synthbalance.teach._play.region import region
from synthbalance.teach._play.training import train

pytest.importorskip("torch", reason="the GAN needs torch")
SECONDS = 60


class Gate:
    """Where a thread says that it has come this far, and waits until it may go on."""

    def __init__(self):
        self._here, self._open = threading.Event(), threading.Event()

    def stop(self):
        self._here.set()
        assert self._open.wait(SECONDS)

    def reached(self):
        assert self._here.wait(SECONDS)

    def let_go(self):
        self._open.set()


class Side(threading.Thread):
    """One of the two threads, with what it returns."""

    def __init__(self, do, gate):
        super().__init__(daemon=True)
        self._do, self.gate = do, gate

    def run(self):
        self.result = self._do()

    def begin(self):
        """Start it, up to its gate."""
        self.start()
        self.gate.reached()

    def end(self):
        self.gate.let_go()
        self.join(SECONDS)


@pytest.fixture
def sides(monkeypatch):
    """The training, stopped where it is about to warn of too few rows, and a region, stopped while its model learns."""
    from synthbalance.samplers._generative import learning as home

    points, gates, real = default_points(), (Gate(), Gate()), home.few_rows_sentence

    def doubtful(*given):
        gates[0].stop()
        return real(*given)

    class Slow(LogisticRegression):
        def fit(self, X, y):
            gates[1].stop()
            return super().fit(X, y)

    monkeypatch.setattr(home, "few_rows_sentence", doubtful)
    training = Side(lambda: train(points, 5, 2, 0, lambda: True, lambda *_: None), gates[0])
    return training, Side(lambda: region(Slow(), points, []), gates[1])


@pytest.mark.parametrize("order", [(1, 0), (0, 1)], ids=["region first", "training first"])
def test_what_the_gan_warns_of_is_a_note_and_nothing_else_while_a_change_is_computed(sides, order, recwarn):
    first, second = (sides[i] for i in order)
    first.begin()
    second.begin()
    first.end()
    second.end()
    assert any("needs about 20 rows of a class" in note for note in sides[0].result[1])
    assert sides[1].result
    assert [str(one.message) for one in recwarn] == []


@pytest.mark.parametrize("order", [(1, 0), (0, 1)], ids=["region first", "training first"])
def test_afterwards_python_warns_as_it_did_before(sides, order):
    shown = warnings.showwarning
    first, second = (sides[i] for i in order)
    first.begin()
    second.begin()
    first.end()
    second.end()
    assert warnings.showwarning is shown
    with pytest.warns(UserWarning, match="still told"):
        warnings.warn("This is still told.", stacklevel=1)
    for action in ("always", "ignore"):
        assert (action, None, Warning, None, 0) not in warnings.filters
