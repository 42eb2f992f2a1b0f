import numpy as np
import pytest
from sklearn.base import clone

import synthbalance as sb


def test_only_rare_rows_weigh_more():
    assert sb.ClassWeight(3).of([0, 1, 0]).tolist() == [1.0, 3.0, 1.0]
    assert sb.ClassWeight().of([1]).tolist() == [5.0]


@pytest.mark.parametrize("weight", [0, -1, np.inf, np.nan, "5", None])
def test_a_bad_weight_is_refused(weight):
    with pytest.raises(ValueError, match="weight needs a finite number above 0"):
        sb.ClassWeight(weight).of([0, 1])


def test_the_weight_for_a_ratio_makes_the_rare_class_count_as_that_share():
    assert sb.ClassWeight.for_ratio(0.05, 0.01).weight == pytest.approx(5.0)


def test_it_is_cloned_like_any_estimator():
    assert clone(sb.ClassWeight(7)).weight == 7
