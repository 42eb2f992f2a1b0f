"""The panel as an ordinary output: HTML without scripts, and the same in plain text.

A notebook does not keep widgets, so after each exact run this stands under the panel: it survives a
reload, GitHub, nbconvert, print and a machine without a network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from synthbalance.ui._state import looked_at
from synthbalance.ui._wire import read_table
from synthbalance.ui._words import count, figure, seconds, short

MOST_ROWS = 30
MOST_POINTS = 160
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 420, 250, 40, 30, 20
_DASHES = ("", "6 4", "2 3", "8 3 2 3", "1 4", "10 4")
_ROOT = (
    "font:13px/1.5 var(--jp-ui-font-family,system-ui,sans-serif);max-width:860px;"
    "color:var(--jp-ui-font-color0,var(--vscode-foreground,currentColor))"
)
_LINE = "1px solid var(--jp-border-color2,rgba(128,128,128,.45))"
_RUN = "var(--jp-brand-color1,#1a7fc9)"
_WORD = f"text-align:left;padding:3px 12px 3px 0;border-bottom:{_LINE};font-weight:400"
_CELL = f"text-align:right;padding:3px 0 3px 12px;border-bottom:{_LINE};font-variant-numeric:tabular-nums"
_QUIET = "opacity:.78"
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_HEAD = ("Run", "Score", "Difference to None", "Recall", "Precision", "Cost", "Seconds")


@dataclass(frozen=True, repr=False)
class Snapshot:
    """What the panel says now, for a notebook or a terminal.

    Attributes
    ----------
    html : str
        Self-contained: no script, no address, everything from the data escaped; under 100 kB.
    text : str
        The same in plain text.
    """

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def take_snapshot(
    facts: dict[str, Any],
    sentence: dict[str, Any],
    runs: list[dict[str, Any]],
    curves: list[dict[str, Any]],
    tables: bytes,
    shown: str = "none",
) -> Snapshot:
    """Write a snapshot from the panel's state.

    Parameters
    ----------
    facts, sentence, runs, curves, tables, shown
        The traits of these names; see protocol.json.

    Returns
    -------
    Snapshot
    """
    lines = [_plain(line) for line in (_title(facts), sentence.get("basis", ""), sentence.get("text", ""))]
    lines += [_plain(sentence.get("sub", ""))]
    listed = _listed(runs, shown)
    cells = [_cells(row) for row in listed]
    note = _note(runs, listed)
    drawn = [one for one in curves if one["part"] == "holdout"][:6]
    body = [_words(lines, _split_line(facts)), _table(cells, note), _figure(drawn, tables, shown)]
    html = f'<div class="synthbalance-snapshot" style="{_ROOT}">{"".join(body)}</div>'
    text = "\n".join(filter(None, [lines[0], _split_line(facts), "", *lines[1:], "", *_columns(cells), note]))
    return Snapshot(html, text.replace("\n\n\n", "\n\n"))


def _title(facts: dict[str, Any]) -> str:
    if not facts:
        return "SynthBalance"
    share = f"{100 * facts['rare_share']:.2g} %"
    target = f"target {short(facts['target'], 80)}"
    return f"SynthBalance, {short(facts['title'], 80)}, {target}: {count(facts['rows'])} rows, {share} rare"


def _split_line(facts: dict[str, Any]) -> str:
    if not facts:
        return ""
    shares = " / ".join(f"{part['name']} {part['share']}" for part in facts["parts"])
    return _plain(f"Split {facts['how']}: {shares}: real rows only, never resampled ({facts['fingerprint']})")


def _listed(runs: list[dict], shown: str) -> list[dict]:
    """None, the shown run and the newest, in the ledger's order."""
    if len(runs) <= MOST_ROWS:
        return runs
    newest = {id(row) for row in runs[-(MOST_ROWS - 2) :]}
    return [row for at, row in enumerate(runs) if at == 0 or row["name"] == shown or id(row) in newest]


def _note(runs: list[dict], listed: list[dict]) -> str:
    if not runs:
        return ""
    hidden = len(runs) - len(listed)
    more = f" {count(hidden)} more runs are in lab.experiment.compare()." if hidden else ""
    return f"{looked_at(runs[-1]['looks'])}. Differences hold for all looks together.{more}"


def _cells(row: dict[str, Any]) -> list[str]:
    name = "None" if row["strategy"] == "none" else short(row["name"], 80)
    between = f" ({figure(row['low'])} to {figure(row['high'])})"
    difference = f"{figure(row['delta'])} ({figure(row['delta_low'])} to {figure(row['delta_high'])})"
    return [
        _plain(name),
        figure(row["value"]) + between,
        "" if row["delta"] is None else difference,
        *(figure(row[key]) for key in ("recall", "precision", "cost")),
        "" if row["seconds"] is None else seconds(row["seconds"]),
    ]


def _words(lines: list[str], split: str) -> str:
    title, basis, text, sub = map(escape, lines)
    return (
        f'<p style="margin:0;{_QUIET}">{title}<br>{escape(split)}</p>'
        f'<p style="margin:10px 0 0;{_QUIET}">{basis}</p>'
        f'<p style="margin:0;font-size:17px"><strong style="font-weight:600">{text}</strong></p>'
        f'<p style="margin:0 0 10px;{_QUIET}">{sub}</p>'
    )


def _table(cells: list[list[str]], note: str) -> str:
    if not cells:
        return ""
    head = "".join(
        f'<th scope="col" style="{_WORD if at == 0 else _CELL};font-weight:600">{name}</th>'
        for at, name in enumerate(_HEAD)
    )
    body = "".join(f"<tr>{_row(row)}</tr>" for row in cells)
    return (
        f'<table style="border-collapse:collapse;background:none;color:inherit;font:inherit">'
        f'<caption style="text-align:left;color:inherit;{_QUIET}">'
        f"Runs. {escape(note)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: list[str]) -> str:
    first = f'<th scope="row" style="{_WORD}">{escape(cells[0])}</th>'
    return first + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in cells[1:])


def _figure(curves: list[dict], tables: bytes, shown: str) -> str:
    """Precision against recall of the runs on the holdout, over the base-rate line."""
    if not curves:
        return ""
    base = curves[0]["rare"] / (curves[0]["rare"] + curves[0]["others"])
    lines = [_path(one, tables, _dash(at, one, shown), one["name"] == shown) for at, one in enumerate(curves)]
    legend = ", ".join(_legend(at, one, shown) for at, one in enumerate(curves))
    y = _y(base)
    return (
        f'<figure style="margin:14px 0 0"><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'role="img" style="max-width:100%;height:auto" font-size="11" fill="currentColor">'
        f"<title>Precision against recall on the holdout: {escape(legend)}</title>{_axes()}"
        f'<path d="M{_LEFT} {y}H{_WIDTH - 8}" stroke="currentColor" stroke-dasharray="1 3" fill="none"/>'
        f"{''.join(lines)}</svg>"
        f'<figcaption style="{_QUIET}">Precision against recall on the holdout: {escape(legend)}; '
        f"dotted, the base rate {figure(base)}.</figcaption></figure>"
    )


def _axes() -> str:
    marks = "".join(
        f'<text x="{_LEFT - 6}" y="{_y(at) + 4}" text-anchor="end">{at:g}</text>'
        f'<text x="{_x(at)}" y="{_HEIGHT - 12}" text-anchor="middle">{at:g}</text>'
        for at in (0, 0.5, 1)
    )
    frame = f"M{_LEFT} {_TOP}V{_HEIGHT - _BOTTOM}H{_WIDTH - 8}"
    names = (
        f'<text x="{_WIDTH - 8}" y="{_HEIGHT - 1}" text-anchor="end">Recall</text><text x="0" y="9">Precision</text>'
    )
    return f'<path d="{frame}" stroke="currentColor" stroke-opacity=".5" fill="none"/>{marks}{names}'


def _path(curve: dict[str, Any], tables: bytes, dash: str, is_shown: bool) -> str:
    table = read_table(curve, tables)
    alerts = table["tp"] + table["fp"]
    rows = np.flatnonzero(alerts > 0)
    rows = rows[np.unique(np.linspace(0, len(rows) - 1, min(MOST_POINTS, len(rows))).round().astype(int))]
    recall, precision = table["tp"][rows] / max(curve["rare"], 1e-12), table["tp"][rows] / alerts[rows]
    points = " ".join(f"{_x(min(1, r))} {_y(min(1, p))}" for r, p in zip(recall, precision, strict=True))
    colour, width = (_RUN, 2.5) if is_shown else ("currentColor", 1.5)
    look = f'style="stroke:{colour}" stroke-width="{width}" stroke-dasharray="{dash}"'
    return f'<polyline points="{points}" fill="none" {look}/>'


def _dash(at: int, curve: dict[str, Any], shown: str) -> str:
    return "" if curve["name"] == shown else _DASHES[1 + max(at - 1, 0) % (len(_DASHES) - 1)]


def _legend(at: int, curve: dict[str, Any], shown: str) -> str:
    name = "None" if curve["name"] == "none" else _plain(short(curve["name"], 80))
    return f"{name} (solid)" if curve["name"] == shown else f"{name} (dashed)"


def _columns(cells: list[list[str]]) -> list[str]:
    """The table in plain text, aligned."""
    if not cells:
        return []
    table = [list(_HEAD), *cells]
    widths = [max(len(row[at]) for row in table) for at in range(len(_HEAD))]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in table]


def _plain(text: str) -> str:
    """One line without control characters, so that no text from the data steers a terminal."""
    return _STEERING.sub(" ", str(text)).strip()


def _x(share: float) -> float:
    return round(_LEFT + share * (_WIDTH - 8 - _LEFT), 1)


def _y(share: float) -> float:
    return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP), 1)
