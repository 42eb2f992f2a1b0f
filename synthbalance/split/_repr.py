"""A split as a small table: text for the terminal, HTML for the notebook."""

from html import escape

import numpy as np
import pandas as pd

from synthbalance.split._words import count, share

PARTS = ("train", "validation", "holdout")
_CELL = "text-align:right;padding:2px 10px"
_WORD = "text-align:left;padding:2px 10px"


def as_text(split):
    """Aligned plain-text table under a line that names the split."""
    table = [_head(split), *_rows(split)]
    widths = [max(len(row[k]) for row in table) for k in range(len(table[0]))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in table]
    notes = [f"! {_one_line(sentence)}" for sentence in split.warnings]
    return "\n".join([_one_line(_title(split)), *lines, *([_left_out(split)] if split.left_out else []), *notes])


def as_html(split):
    """The same as HTML; everything that comes from the data is escaped."""
    head = "".join(
        f'<th style="{_WORD if k == 0 else _CELL}">{escape(cell)}</th>' for k, cell in enumerate(_head(split))
    )
    body = "".join(f"<tr>{''.join(_html_cell(k, cell) for k, cell in enumerate(row))}</tr>" for row in _rows(split))
    notes = "".join(f"<li>{escape(sentence)}</li>" for sentence in split.warnings)
    left_out = f"<p>{escape(_left_out(split))}</p>" if split.left_out else ""
    return (
        f'<div class="synthbalance-split"><p>{escape(_title(split))}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"{left_out}{f'<ul>{notes}</ul>' if notes else ''}</div>"
    )


def _html_cell(k, cell):
    tag = "th" if k == 0 else "td"
    return f'<{tag} style="{_WORD if k == 0 else _CELL}">{escape(cell)}</{tag}>'


def _title(split):
    return f"Split {split.how} of {split.target!r}, rare class {split.positive!r}, holdout {split.fingerprint}"


def _head(split):
    return ["part", "rows", "rare", "share", *(["from", "to"] if _has_time(split) else [])]


def _rows(split):
    rare = split.positive if split.multiclass else 1
    return [_row(name, getattr(split, name), rare, _has_time(split)) for name in PARTS]


def _row(name, part, rare, with_time):
    n_rare = int((part.y == rare).sum())
    row = [name, f"{len(part):,}", f"{n_rare:,}", share(n_rare, len(part))]
    return [*row, _stamp(part.time.min()), _stamp(part.time.max())] if with_time else row


def _has_time(split):
    return split.holdout.time is not None


def _stamp(value):
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M" if value != value.normalize() else "%Y-%m-%d")
    if isinstance(value, float | np.floating):
        return f"{value:g}"
    return str(value)


def _left_out(split):
    return "left out: " + ", ".join(f"{count(n, 'row')} ({why})" for why, n in split.left_out.items())


def _one_line(text):
    return " ".join(text.splitlines())
