"""The reason in two plain sentences."""

from math import isnan

from synthbalance.experiment._words import MINUS, figure, spoken
from synthbalance.metrics import METRICS


def reason(race, winner, run, sentence):
    """Why this choice: what the cross-validation showed, then what the holdout shows.

    Parameters
    ----------
    race : Race
    winner : Candidate or None
    run : Run or None
        The final run; None where it was cancelled before.
    sentence : str
        The experiment's words on that run.
    """
    metric = METRICS[race.settings.primary]
    first = _changed(race, winner, metric) if winner is not None else _kept(race, metric)
    if run is None:
        return f"{first} It was stopped before its end, so the holdout was not looked at."
    return f"{first} {sentence}"


def _changed(race, winner, metric):
    bound, n = race.board.bound(winner), len(race.board.others)
    least = figure(bound.low, metric)
    return (
        f"Rebalance with {winner.name}: in cross-validation it {_moved(bound.value, metric)} over doing nothing, by at "
        f"least {least} after correcting for {_n(n, 'candidate')} and for overlapping folds{_hurried(race)}."
    )


def _kept(race, metric):
    board, n = race.board, len(race.board.others)
    finalists = [one for one in board.finalists if not isnan(board.bound(one).value)]
    if finalists:
        best = max(finalists, key=lambda one: board.bound(one).value)
        bound = board.bound(best)
        found = (
            f"the best of {_n(n, 'candidate')}, {best.name}, {_moved(bound.value, metric)} in cross-validation, and no "
            f"gain is proven: after corrections the lower bound is {_signed(bound.low, metric)}"
        )
    elif board.best()[0] is None:
        found = "no candidate could be scored" if n else "no candidate was given"
    else:
        best, gain = board.best()
        found = f"the best of {_n(n, 'candidate')}, {best.name}, {_moved(gain, metric)} in the first round of "
        found += "cross-validation, and none got as far as a test" if gain > 0 else "cross-validation"
    return f"Rebalancing does not help here, keep your data as it is: {found}{_hurried(race)}."


def _moved(gain, metric):
    """What a gain (positive = better) did to the metric."""
    word = "worsened" if figure(gain, metric).startswith(MINUS) else "improved"
    return f"{word} {spoken(metric)} by {figure(abs(gain), metric)}"


def _hurried(race):
    return "" if race.complete else " in the time there was"


def _signed(value, metric):
    text = figure(value, metric)
    return text if text.startswith(MINUS) else f"+{text}"


def _n(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
