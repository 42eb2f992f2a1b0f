"""Two experiments at once, as a panel's worker beside a cell: each run keeps what was warned of while it was made."""

import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from sklearn.dummy import DummyClassifier

import synthbalance as sb

SECONDS = 60


class Doubting(sb.RandomSampler):
    """Waits for the other one to be as far, and then warns."""

    meeting = threading.Barrier(2, timeout=SECONDS)

    def _prepare(self, X, y, rng):
        self.meeting.wait()
        warnings.warn(f"Doubtful at {self.sampling_strategy}.", sb.DataWarning, stacklevel=2)
        self.meeting.wait()


@pytest.mark.parametrize("way", ["run", "preview"])
def test_a_run_keeps_its_own_warnings_and_no_others(split, way, recwarn):
    def made(ratio):
        exp = sb.Experiment(split, model=sb.default_model(n_estimators=5, n_jobs=1), seeds=1)
        getattr(exp, way)(Doubting(sampling_strategy=ratio, random_state=0))
        return exp

    with ThreadPoolExecutor(2) as pool:
        experiments = list(pool.map(made, (0.3, 0.4)))
    if way == "run":
        noted = [run.warnings for exp in experiments for run in exp.runs.values() if run.strategy != "none"]
        assert [[one for one in notes if "Doubtful" in one] for notes in noted] == [
            ["Doubtful at 0.3."], ["Doubtful at 0.4."]
        ]  # fmt: skip
    told = sorted(str(one.message) for one in recwarn if "Doubtful" in str(one.message))
    assert told == ["Doubtful at 0.3.", "Doubtful at 0.4."]  # each once, by whoever asked for it


class DoubtfulModel(DummyClassifier):
    """Warns while it is trained, which is done in a pool of threads."""

    def fit(self, X, y, sample_weight=None):
        warnings.warn("This model is doubtful.", sb.DataWarning, stacklevel=1)
        return super().fit(X, y, sample_weight)


def test_what_a_model_warns_of_in_the_pool_of_its_seeds_is_kept_by_the_run(split):
    with pytest.warns(sb.DataWarning, match="This model is doubtful") as told:
        run = sb.Experiment(split, model=DoubtfulModel(), seeds=3).run("none")
    assert "This model is doubtful." in run.warnings
    assert len([one for one in told if "doubtful" in str(one.message)]) == 1
