"""The picture of `scaling.py`: seconds and memory against rows, both axes logarithmic, as SVG."""

from synthbalance.report.svg import line, log_scale, picture, tag, text

WIDTH, HEIGHT, TOP, BOTTOM = 980, 560, 44, 510
_COLORS = ("#1f5a99", "#c8502d", "#2f8659", "#7b4fa3", "#a3772a", "#3a8fa6", "#b03a68", "#5c6670")
_DASHES = (None, "6 4", "2 3")
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1d2530}.title{font-weight:600;font-size:14px}"
    ".grid{stroke:#d8dde3;stroke-width:1}.guide{stroke:#9aa5b1;stroke-width:1}"
)


def write_picture(path, series):
    """Write the picture.

    Parameters
    ----------
    path : pathlib.Path
    series : dict of name -> (label, list of (rows, seconds, bytes))
    """
    series = [(label, points) for label, points in series.values() if len(points) > 1]
    drawn = [
        tag("style", _STYLE),
        tag("rect", width=WIDTH, height=HEIGHT, fill="#ffffff"),
        *_panel(series, 70, 400, 1, "Processor seconds", lambda value: f"{value:g} s"),
        *_panel(series, 480, 780, 2, "Peak memory beyond the table", lambda value: _bytes(value)),
        *_legend(series, 800),
    ]
    about = "Seconds and memory of each step from ten thousand to ten million rows, on logarithmic axes"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(picture(WIDTH, HEIGHT, about, *drawn)), encoding="utf-8")


def _panel(series, left, right, which, title, shown):
    rows = [point[0] for _, points in series for point in points]
    values = [point[which] for _, points in series for point in points if point[which] > 0]
    low, high = _decades(values)
    x = log_scale((min(rows), max(rows)), (left, right))
    y = log_scale((low, high), (BOTTOM, TOP))
    yield text(left, 24, title, klass="title")
    for value in _powers(min(rows), max(rows)):
        yield line([(x(value), TOP), (x(value), BOTTOM)], "grid")
        yield text(x(value), BOTTOM + 18, f"{value:,.0f}", anchor="middle")
    for value in _powers(low, high):
        yield line([(left, y(value)), (right, y(value))], "grid")
        yield text(left - 6, y(value) + 4, shown(value), anchor="end")
    yield text((left + right) / 2, BOTTOM + 38, "rows", anchor="middle")
    for number, (label, points) in enumerate(series):
        places = [(x(point[0]), y(point[which])) for point in points if point[which] > 0]
        yield line(places, "series", **_look(number))
        yield from (
            tag("circle", tag("title", label), cx=a, cy=b, r=2.6, fill=_look(number)["stroke"]) for a, b in places
        )


def _legend(series, left):
    for number, (label, _) in enumerate(series):
        height = TOP + 22 * number
        yield line([(left, height), (left + 24, height)], "series", **_look(number))
        yield text(left + 30, height + 4, label)


def _look(number):
    dash = _DASHES[number // len(_COLORS) % len(_DASHES)]
    return {"stroke": _COLORS[number % len(_COLORS)], "stroke_width": 2, "stroke_dasharray": dash}


def _decades(values):
    powers = _powers(min(values) / 10, max(values) * 10)
    return max(p for p in powers if p <= min(values)), min(p for p in powers if p >= max(values))


def _powers(low, high):
    return [10.0**p for p in range(-6, 16) if low * 0.999 <= 10.0**p <= high * 1.001]


def _bytes(value):
    for size, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= size:
            return f"{value / size:g} {unit}"
    return f"{value:g} B"
