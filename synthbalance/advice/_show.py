"""An advice in the notebook: the reason, then a line a candidate with its gain and what is proven of it."""

from html import escape
from math import isnan

from synthbalance.experiment._words import MINUS

_CELL = "text-align:right;padding:2px 10px;font-variant-numeric:tabular-nums"
_WORD = "text-align:left;padding:2px 10px"
_WIDTH, _HEIGHT = 180, 16
_HEAD = (
    ("Candidate", _WORD), ("Gain over none, and how far down it may go", _WORD), ("Gain", _CELL),
    ("At least", _CELL), ("Folds", _CELL), ("Seconds a fit", _CELL), ("Outcome", _WORD),
)  # fmt: skip


def as_html(advice):
    """The advice as HTML, readable in both themes; everything that comes from the data is escaped."""
    table, scale = advice.table, _scale(advice.table)
    head = "".join(f'<th scope="col" style="{style}">{word}</th>' for word, style in _HEAD)
    body = "".join(_line(name, row, scale) for name, row in table.iterrows())
    notes = "".join(f"<li>{escape(sentence)}</li>" for sentence in advice.warnings)
    return (
        f'<div class="synthbalance-advice"><p><strong>{escape(advice.reason)}</strong></p>'
        f"<table><caption style='text-align:left;padding:2px 10px'>{_caption(advice)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"{_nested(advice)}{f'<ul>{notes}</ul>' if notes else ''}</div>"
    )


def _caption(advice):
    looked = "The holdout was looked at once." if advice.looks else "The holdout was not looked at."
    whole = "" if advice.complete else " Stopped before its end."
    return f"Cross-validation inside the training part, {advice.seconds:.0f} s. {looked}{whole}"


def _nested(advice):
    if advice.nested is None:
        return ""
    gain = advice.nested.gain
    return (
        f"<p>What choosing this way gains over never choosing, on rows it did not choose by: {_signed(gain.value)} "
        f"({_signed(gain.low)} to {_signed(gain.high)}).</p>"
    )


def _line(name, row, scale):
    weight = "600" if row["outcome"] == "chosen" else "400"
    cells = [
        ("th", f'{_WORD};font-weight:{weight}" scope="row', escape(name)), ("td", _WORD, _drawn(row, scale)),
        ("td", _CELL, _signed(row["gain"])), ("td", _CELL, _signed(row["gain_low"])),
        ("td", _CELL, str(row["folds"])), ("td", _CELL, _seconds(row["seconds"])),
        ("td", _WORD, escape(row["outcome"])),
    ]  # fmt: skip
    return "<tr>" + "".join(f'<{tag} style="{style}">{text}</{tag}>' for tag, style, text in cells) + "</tr>"


def _drawn(row, scale):
    """Zero as a dashed line, the gain as a dot, a bar down to its lower bound; hidden from screen readers."""
    zero, gain = _at(0.0, scale), row["gain"]
    parts = [f'<line x1="{zero}" x2="{zero}" y1="0" y2="{_HEIGHT}" stroke="currentColor" stroke-dasharray="2 2"/>']
    if not isnan(row["gain_low"]):
        low, high = _at(max(row["gain_low"], scale[0]), scale), _at(gain, scale)
        parts.append(f'<line x1="{low}" x2="{high}" y1="8" y2="8" stroke="currentColor" stroke-width="2"/>')
    if not isnan(gain):
        parts.append(f'<circle cx="{_at(gain, scale)}" cy="8" r="3.5" fill="currentColor"/>')
    box = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg aria-hidden="true" {box}>{"".join(parts)}</svg>'


def _scale(table):
    """Ends of the axis: all gains, and lower bounds up to three times as far as gains go."""
    gains = [gain for gain in table["gain"] if not isnan(gain)]
    reach = max([abs(gain) for gain in gains] + [1e-9])
    lows = [low for low in table["gain_low"] if not isnan(low)]
    return max(min([0.0, *gains, *lows]), -3 * reach), max([0.0, *gains]) + 0.05 * reach


def _at(value, scale):
    return round(6 + (_WIDTH - 12) * (value - scale[0]) / (scale[1] - scale[0] or 1), 1)


def _signed(value):
    if isnan(value):
        return ""
    text = f"{abs(value):,.0f}" if abs(value) >= 100 else f"{abs(value):.3f}"
    return ("+" if value > 0 else MINUS if value < 0 else "") + text


def _seconds(value):
    return "" if isnan(value) else f"{value:.2g}"
