"""One row a candidate: how far it came and what it was worth."""

import pandas as pd

from synthbalance.advice._evidence import proves


def table_of(race, winner):
    """The table of an `Advice`: a DataFrame, "none" first, then by gain."""
    board = race.board
    others = sorted(board.others, key=lambda one: _order(board, one, winner))
    rows = {one.name: _row(board, one, winner) for one in [board.none, *others]}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("candidate")


def _row(board, one, winner):
    is_none, bound = one is board.none, board.bound(one)
    gain = 0.0 if is_none else (bound.value if one in board.finalists else board.mean_gain(one))
    return {
        "strategy": one.plan.key, "value": board.value(one), "gain": gain,
        "gain_low": float("nan") if is_none else bound.low, "folds": board.n_folds(one),
        "tested": 0 if is_none else len(board.gains(one, board.tested(one))), "seconds": board.seconds(one),
        "outcome": _outcome(board, one, winner),
    }  # fmt: skip


def _outcome(board, one, winner):
    if one is board.none:
        return "chosen" if winner is None else "what all are compared with"
    if one in board.failed:
        return f"failed: {type(board.failed[one]).__name__}: {board.failed[one]}"
    if one is winner:
        return "chosen"
    if one in board.dropped:
        return board.dropped[one]
    if one not in board.finalists:
        return "stopped before it was decided"
    return "tested, not the best" if proves(board.bound(one)) else "tested, gain not proven"


def _order(board, one, winner):
    """The winner first, then finalists, then the rest by gain; who was not scored last."""
    gain = board.mean_gain(one)
    return (one is not winner, one not in board.finalists, gain != gain, -gain if gain == gain else 0.0)
