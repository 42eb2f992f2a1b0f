import numpy as np
import pytest

from synthbalance.experiment._measure import Rows
from synthbalance.metrics import average_precision
from synthbalance.report._curves import calibration_bins, precision_band, precision_recall, wilson


@pytest.fixture
def scored():
    rng = np.random.default_rng(0)
    p = rng.beta(0.4, 4, 6000)
    y = (rng.random(6000) < p).astype(int)
    return Rows(y, None, None, None), p


def test_the_thinned_curve_keeps_the_average_precision(scored):
    rows, p = scored
    curve = precision_recall(rows, p)
    area = np.diff(curve["recall"], prepend=0) @ np.array(curve["precision"])
    assert area == pytest.approx(average_precision(rows.y, p), abs=0.01)
    assert curve["recall"][-1] == 1 and len(curve["recall"]) <= 161


def test_the_table_gives_precision_at_ten_recalls(scored):
    rows, p = scored
    levels = precision_recall(rows, p)["levels"]
    assert [level for level, _ in levels] == pytest.approx(np.arange(1, 11) / 10)
    cut = np.sort(p[rows.y == 1])[::-1][int(np.ceil(0.5 * rows.y.sum())) - 1]
    assert levels[4][1] == pytest.approx(rows.y[p >= cut].mean())


def test_the_band_holds_the_curve_and_narrows_with_more_rows(scored):
    rows, p = scored
    few, many = precision_band(rows, p), precision_band(Rows(np.tile(rows.y, 4), None, None, None), np.tile(p, 4))
    at = dict(precision_recall(rows, p)["levels"])
    for level in (0.2, 0.5, 0.8):
        place = few["recall"].index(level)
        assert few["low"][place] < at[level] < few["high"][place]
        assert many["high"][place] - many["low"][place] < 0.7 * (few["high"][place] - few["low"][place])


def test_the_band_is_as_wide_as_a_bootstrap_of_rows(scored):
    rows, p = scored
    band, rng, drawn = precision_band(rows, p), np.random.default_rng(1), []
    for _ in range(200):
        rare, other = (rng.choice(np.flatnonzero(rows.y == k), (rows.y == k).sum()) for k in (1, 0))
        cut = np.sort(p[rare])[::-1][int(np.ceil(0.5 * len(rare))) - 1]
        hits, false = (p[rare] >= cut).sum(), (p[other] >= cut).sum()
        drawn.append(hits / (hits + false))
    place = band["recall"].index(0.5)
    assert band["high"][place] - band["low"][place] == pytest.approx(
        np.subtract(*np.quantile(drawn, [0.975, 0.025])), rel=0.25
    )


def test_equal_weights_change_nothing_but_noise(scored):
    rows, p = scored
    weighted = precision_band(Rows(rows.y, np.full(len(p), 2.0), None, None), p)
    plain = precision_band(rows, p)
    assert np.allclose(weighted["low"], plain["low"], atol=0.03)


def test_calibration_bins_cover_every_row_once(scored):
    rows, p = scored
    bins = calibration_bins(rows, p)
    assert sum(one["rows"] for one in bins) == len(p)
    assert sum(one["rare"] for one in bins) == rows.y.sum()
    assert all(one["low"] <= one["observed"] <= one["high"] for one in bins)
    assert sum(one["low"] <= one["predicted"] <= one["high"] for one in bins) >= len(bins) - 2


def test_scores_that_are_all_equal_make_one_bin_at_least():
    rows = Rows(np.array([0] * 50 + [1] * 10), None, None, None)
    bins = calibration_bins(rows, np.zeros(60))
    assert sum(one["rows"] for one in bins) == 60


def test_wilson_is_the_textbook_interval():
    assert wilson(0.5, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert wilson(0.0, 10)[0] == 0.0
