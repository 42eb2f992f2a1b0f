"""What is warned of while candidates are tried in a pool of threads: ours in the advice, other libraries' told once."""

import warnings

import synthbalance as sb
from tests.advice.tables import auto, payments, split_of


class Unsure(sb.RandomSampler):
    """Warns of the rows, and as another library does."""

    label = "Unsure"

    def _prepare(self, X, y, rng):
        warnings.warn("These rows are doubtful.", sb.DataWarning, stacklevel=1)
        warnings.warn("This goes away in version 2.", UserWarning, stacklevel=1)


def test_candidates_that_warn_in_the_pool_are_heard_once_each(recwarn):
    advice = auto(candidates=[Unsure(sampling_strategy=0.5, random_state=0)], n_jobs=2).fit(split_of(payments()))
    assert "These rows are doubtful." in advice.warnings
    told = [str(one.message) for one in recwarn]
    assert told.count("This goes away in version 2.") == 1
    assert "These rows are doubtful." not in told
    assert recwarn.pop(UserWarning).filename == __file__
