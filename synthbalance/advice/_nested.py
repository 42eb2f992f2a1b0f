"""The procedure of choosing, itself cross-validated: choose on four fifths, score on the fifth."""

import numpy as np
import pandas as pd

from synthbalance.advice._advice import Nested
from synthbalance.advice._board import Board
from synthbalance.advice._candidates import Candidate
from synthbalance.advice._evidence import two_sided
from synthbalance.advice._fits import fit_fold
from synthbalance.advice._folds import rows_of_part

_OUTER = 90  # number of the outer folds' repeat, from which their seeds follow


def nested_gain(folds, race_on, settings, clock):
    """What choosing gains over never choosing.

    Parameters
    ----------
    folds : Folds
        The outer folds are a repeat of it that no race has used.
    race_on : callable (Part) -> Race
        Already run.
    settings : Settings
    clock : Clock

    Returns
    -------
    Nested or None
        None if cancelled.
    """
    outer, board, choices = folds.repeat(_OUTER), None, []
    for i, fold in enumerate(outer):
        race = race_on(rows_of_part(folds.part, fold.train))
        if clock.cancelled:
            return None
        none, chosen = race.board.none, race.winner() or race.board.none
        if board is None:
            board = Board([none, Candidate("the procedure", None, None)], settings)
        without = fit_fold(folds.part, fold, none, 100 * _OUTER + i, settings, clock.poll)
        same = chosen is none
        fitted = without if same else fit_fold(folds.part, fold, chosen, 100 * _OUTER + i, settings, clock.poll)
        board.add(board.none, 0, i, without)
        board.add(board.others[0], 0, i, fitted)
        choices.append(chosen.name)
    return _nested(board, choices)


def _nested(board, choices):
    value, none = (list(board.values(one, 0).values()) for one in (board.others[0], board.none))
    gain = board.settings.sign * (np.array(value) - np.array(none))
    table = pd.DataFrame({"choice": choices, "value": value, "none": none, "gain": gain}).rename_axis("fold")
    return Nested(two_sided(gain, board.test_per_train()), table)
