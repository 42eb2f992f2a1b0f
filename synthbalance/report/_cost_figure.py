"""The figure of the cost curve: money against the number of alerts, from the plain dict alone."""

import math

from synthbalance.report import _words as words
from synthbalance.report.svg import cross, diamond, line, log_scale, picture, scale, stroke, tag, text

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 380, 300, 64, 14, 14, 44
_NO_ALERT = 0.5  # where 0 stands on the logarithmic axis


def cost_curve(curve, is_none):
    """Cost against alerts of a run and of "none", each with its own threshold; dearer parts are left out.

    Parameters
    ----------
    curve : dict
        `cost["curve"]` of the facts.
    is_none : bool
        Whether the run is "none" itself, so that there is one line.
    """
    most, top = max(curve["run"]["alerts"]), highest(curve)
    x, y = log_scale((_NO_ALERT, most), (_LEFT, _WIDTH - _RIGHT)), scale((0, top), (_HEIGHT - _BOTTOM, _TOP))
    lines = [_line(curve["run"], x, y, top, "run-none" if is_none else "run")]
    lines = lines if is_none else [_line(curve["none"], x, y, top, "non"), *lines]
    marks = [diamond(*_place(curve["points"]["run"], x, y, top), "dia", 6)]
    marks = marks if is_none else [cross(*_place(curve["points"]["none"], x, y, top), "w ink", 4), *marks]
    return picture(_WIDTH, _HEIGHT, _label(curve), *_axes(x, y, most, top), *lines, *marks)


def highest(curve):
    """Top of the axis: a third above flagging nothing, and above both thresholds' cost."""
    seen = [curve["none"]["cost"][-1], *(point[1] for point in curve["points"].values())]
    return 1.3 * max(seen) or 1.0


def _line(one, x, y, top, look):
    pairs = [(a, c) for a, c in zip(one["alerts"], one["cost"], strict=True) if c <= top]
    return line([(x(a), y(c)) for a, c in pairs], look)


def _place(point, x, y, top):
    return x(point[0]), y(min(point[1], top))


def _axes(x, y, most, top):
    marks, bottom = [], _HEIGHT - _BOTTOM
    for at in _round_steps(top):
        marks += [
            stroke(f"M{_LEFT} {y(at):.1f}H{_WIDTH - _RIGHT}", "gr"),
            text(_LEFT - 6, y(at) + 4, words.figure(at, "money"), anchor="end"),
        ]
    powers = [10.0**k for k in range(12) if 10.0**k <= most]
    for at in [_NO_ALERT, *powers]:
        label = "0" if at < 1 else words.count(at)
        marks += [
            stroke(f"M{x(at):.1f} {_TOP}V{bottom}", "gr"),
            text(x(at), bottom + 16, label, anchor="middle"),
        ]
    below = text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, "alerts: holdout rows that are flagged", anchor="middle")
    beside = tag(
        "text", "cost", x=10, y=bottom / 2, text_anchor="middle", transform=f"rotate(-90 10 {bottom / 2})"
    )  # fmt: skip
    return [*marks, below, beside]


def _round_steps(top):
    """0 and at most five round numbers below the top."""
    rough = top / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= rough)
    return [k * step for k in range(6) if k * step <= top]


def _label(curve):
    (alerts, cost), (others, other) = curve["points"]["run"], curve["points"]["none"]
    return (
        f"Cost of the holdout against the number of alerts. At its threshold {words.count(alerts)} alerts cost "
        f"{words.figure(cost, 'money')}; doing nothing has {words.count(others)} alerts and costs "
        f"{words.figure(other, 'money')}; no alert costs {words.figure(curve['none']['cost'][-1], 'money')}."
    )
