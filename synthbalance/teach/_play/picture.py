"""The stage as an ordinary picture, for where no widget runs: GitHub, print, a notebook opened again."""

from __future__ import annotations

from html import escape

_SIDE = 320
_KEY = "Circles are rare points, dots others, triangles synthetic rows."


def picture(points: list[dict], rows: list[dict], words: str) -> str:
    """Points and rows as inline SVG with a caption; no script.

    Parameters
    ----------
    points, rows : list of dict
        x, y and label.
    words : str
        The caption.

    Returns
    -------
    str
        HTML.
    """
    marks = [_mark(one) for one in points] + [_triangle(one) for one in rows]
    return (
        f'<figure style="margin:0;max-width:{_SIDE * 2}px"><svg viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}" '
        f'role="img" aria-label="Points of the playground" style="border:1px solid rgba(128,128,128,.4)">'
        f"{''.join(marks)}</svg><figcaption>{escape(words)} {_KEY}</figcaption></figure>"
    )


def _mark(point: dict) -> str:
    x, y = _place(point)
    if point["label"]:
        return f'<circle cx="{x}" cy="{y}" r="5" fill="none" stroke="#0072b2" stroke-width="2"/>'
    return f'<circle cx="{x}" cy="{y}" r="2.5" fill="#888"/>'


def _triangle(row: dict) -> str:
    x, y = _place(row)
    return f'<path d="M{x} {y - 4}l4 7h-8z" fill="#d55e00"/>'


def _place(one: dict) -> tuple[float, float]:
    return round(one["x"] * _SIDE, 1), round((1 - one["y"]) * _SIDE, 1)
