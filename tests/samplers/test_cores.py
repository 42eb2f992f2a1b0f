"""Work on all cores: results in order, progress, and warnings that stay the caller's."""

import warnings

import pytest

import synthbalance as sb
from synthbalance._warned import heard, warn
from synthbalance.samplers._cores import on_cores


def test_results_come_in_the_order_of_the_arguments_and_progress_is_told():
    told = []
    assert on_cores(lambda x: x * x, range(5), lambda done, total: told.append((done, total))) == [0, 1, 4, 9, 16]
    assert told == [(k, 5) for k in range(6)]


def test_what_a_thread_warns_of_is_told_to_the_block_of_the_caller():
    with warnings.catch_warnings(), heard() as told:
        warnings.simplefilter("error")
        on_cores(lambda x: warn(f"row {x}"), range(3), lambda done, total: None)
    assert sorted(told.sentences) == ["row 0", "row 1", "row 2"]


def test_what_the_listener_raises_ends_the_work():
    def cancel(done, total):
        raise sb.Cancelled("enough")

    with pytest.raises(sb.Cancelled, match="enough"):
        on_cores(lambda x: x, range(5), cancel)
