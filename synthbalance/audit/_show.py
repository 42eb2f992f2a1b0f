"""An audit as text for the terminal and as HTML for the notebook; everything from the data is escaped."""

import re
from html import escape

import numpy as np

from synthbalance.audit._figures import BETTER, number

SECTIONS = ("fidelity", "privacy", "fairness", "constraints")
_WORST = 5
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_CELL = "text-align:right;padding:2px 10px;vertical-align:top"
_WORD = "text-align:left;padding:2px 10px;vertical-align:top"
_HEAD = ("measure", "value", "95 % interval", "better", "in words")


def as_text(audit):
    """Aligned plain-text tables, a section each, without the sentences."""
    lines = [_title(audit), *([_plain(audit.note)] if audit.note else [])]
    for section in SECTIONS:
        rows = [_cells(row)[:4] for row in _rows(getattr(audit, section))]
        lines += [section, *_aligned(rows)] if rows else []
    worst = _least_alike(audit)
    return "\n".join([*lines, *([worst] if worst else [])])


def as_html(audit):
    """The same as HTML, with the sentences."""
    parts = [f"<p><strong>{escape(_title(audit))}</strong></p>"]
    parts += [f"<p>{escape(_plain(audit.note))}</p>"] if audit.note else []
    parts += [_section(name, getattr(audit, name)) for name in SECTIONS if len(getattr(audit, name))]
    worst = _least_alike(audit)
    parts += [f"<p>{escape(worst)}</p>"] if worst else []
    return f'<div class="synthbalance-audit">{"".join(parts)}</div>'


def _section(name, frame):
    head = "".join(f'<th style="{_WORD}">{escape(cell)}</th>' for cell in _HEAD)
    body = "".join(
        f"<tr>{''.join(map(_cell, _cells(row), (_WORD, _CELL, _CELL, _WORD, _WORD)))}</tr>" for row in _rows(frame)
    )
    return f"<p>{escape(name.capitalize())}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text, style):
    return f'<td style="{style}">{escape(text)}</td>'


def _rows(frame):
    return frame.to_dict("records")


def _cells(row):
    """Measure (behind its group, where it has one), value, interval, what is better, and the sentence."""
    name = _plain(f"{row['group']}: {row['measure']}" if "group" in row else row["measure"])
    interval = "" if np.isnan(row["low"]) or np.isnan(row["high"]) else f"{number(row['low'])} to {number(row['high'])}"
    better = BETTER.get(row["better"], str(row["better"]))
    return [name, number(row["value"]), interval, _plain(better), _plain(row["sentence"])]


def _aligned(rows):
    widths = [max(len(row[k]) for row in rows) for k in range(4)]
    return [
        f"  {row[0].ljust(widths[0])}  {row[1].rjust(widths[1])}  {row[2].ljust(widths[2])}  {row[3]}".rstrip()
        for row in rows
    ]


def _title(audit):
    return f"Audit of {_plain(audit.name)!r}: synthetic rows of the rare class; synthetic is not anonymous"


def _least_alike(audit):
    """The columns whose distributions differ most, in one line; empty where none was measured."""
    known = audit.columns.dropna(subset="value").sort_values("value", kind="stable").head(_WORST)
    pairs = zip(known["column"], known["value"], strict=True)
    shown = ", ".join(f"{_plain(repr(name))} {number(value)}" for name, value in pairs)
    return f"Columns least alike: {shown}" if shown else ""


def _plain(text):
    """One line without characters that steer a terminal or turn the direction of text."""
    return _STEERING.sub(" ", str(text))
