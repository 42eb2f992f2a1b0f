"""The board and the race: who raised is never chosen, and nothing is decided twice."""

import numpy as np
import pytest

import synthbalance as sb
from synthbalance.advice import _board
from synthbalance.advice._board import Board
from synthbalance.advice._candidates import field_of
from synthbalance.advice._fits import Fitted, Settings
from synthbalance.advice._race import Race
from synthbalance.experiment._measure import Rows


def settings(primary="average_precision"):
    return Settings(None, primary, None, "none", "f1", 0, True, 100)


def filled(gain=0.3, repeats=9, primary="average_precision"):
    """A board on which the only candidate gains the same everywhere."""
    none, one = field_of([sb.ClassWeight(3)], [0] * 90 + [1] * 10, 0, with_trained=False)
    board = Board([none, one], settings(primary))
    board.finalists, rows = [one], Rows(np.array([0, 1, 0, 1]), None, None, None)
    p = np.array([0.1, 0.9, 0.2, 0.4])
    for repeat in range(repeats):
        board.expected[repeat] = 5
        for fold in range(5):
            board.add(none, repeat, fold, Fitted(rows, p, p, 0.5, 0.1, 0.25))
            board.add(one, repeat, fold, Fitted(rows, p, p, 0.5 + gain + 0.001 * fold, 0.1, 0.25))
    return board


def race_on(board):
    race = Race.__new__(Race)
    race.board = board
    return race


def test_a_proven_gain_wins():
    board = filled()
    assert race_on(board).winner() is board.others[0]


def test_a_finalist_that_raised_in_a_later_round_is_not_chosen():
    board = filled()
    board.failed[board.others[0]] = RuntimeError("in round five")
    assert race_on(board).winner() is None


def test_a_finalist_without_a_whole_test_round_is_neither_given_up_nor_chosen():
    board = filled(repeats=1)
    assert race_on(board).winner() is None
    assert not board.is_hopeless(board.others[0], 1.0)


@pytest.mark.parametrize(("gain", "hopeless"), [(0.3, False), (-0.3, True)])
def test_who_shows_no_gain_is_hopeless(gain, hopeless):
    board = filled(gain)
    assert board.is_hopeless(board.others[0], 1.0) is hopeless


def test_decisions_of_a_repeat_are_made_once(monkeypatch):
    board, calls = filled(primary="recall"), []
    plain = _board.decided_values
    monkeypatch.setattr(_board, "decided_values", lambda *given: calls.append(1) or plain(*given))
    for _ in range(3):
        board.bound(board.others[0])
    assert len(calls) == 2 * 8
