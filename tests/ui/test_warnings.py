"""A panel that works beside a cell: nothing of its worker is printed, and the cell's warnings are told as ever."""

import threading
import warnings

from sklearn.dummy import DummyClassifier

import synthbalance as sb
from tests.ui.conftest import PATIENCE


def test_while_the_worker_trains_a_cell_is_warned_and_the_worker_prints_nothing(make_lab, split, recwarn):
    training, told = threading.Event(), threading.Event()

    class Slow(DummyClassifier):
        def fit(self, X, y, sample_weight=None):
            training.set()
            assert told.wait(PATIENCE)
            warnings.warn("Of the model.", UserWarning, stacklevel=1)
            warnings.warn("Of the rows.", sb.DataWarning, stacklevel=1)
            return super().fit(X, y, sample_weight)

    lab = make_lab(experiment=sb.Experiment(split, model=Slow(), seeds=1))
    assert training.wait(PATIENCE)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("Of the cell.", UserWarning, stacklevel=1)
    warnings.warn("Of the next cell.", UserWarning, stacklevel=1)
    told.set()
    assert lab.wait(PATIENCE)
    assert [str(one.message) for one in caught] == ["Of the cell."]
    assert [str(one.message) for one in recwarn] == ["Of the next cell."]
    assert "Of the rows." in lab.experiment.runs["none"].warnings
