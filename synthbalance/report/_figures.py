"""The figures of the card, each from the plain dict alone."""

from synthbalance.report import _words as words
from synthbalance.report.svg import area, cross, diamond, line, log_scale, picture, scale, stroke, tag, text, whisker

_LINES = ("l-third", "l-a", "l-b", "l-c", "l-d", "l-e")


def verdict(run, unit):
    """The chosen run's difference to doing nothing against the zone that this holdout cannot resolve."""
    value, low, high = run["delta"]
    zone = run["detectable"] or 0.0
    reach = max(1.9 * zone, 1.12 * abs(low), 1.12 * abs(high), 1e-9)
    x = scale((-reach, reach), (4, 296))
    label = (
        f"Difference to doing nothing {_diff(value, unit)}, interval {_diff(low, unit)} to {_diff(high, unit)}; "
        f"smallest detectable difference {words.figure(zone, unit)}."
    )
    left, right = x(-zone), x(zone)
    ends = [
        text(left, 73, _diff(-zone, unit), anchor="middle"), text(right, 73, _diff(zone, unit), anchor="middle")
    ] if 58 < left < 106 else []  # fmt: skip
    return picture(
        300, 78, label,
        tag("rect", x=left, y=20, width=right - left, height=36, klass="zone"),
        text(150, 12, "too small to detect here", anchor="middle"),
        stroke("M4 56H296", "ax"), stroke("M150 20V60", "zero"), stroke(f"M{left:.1f} 56v4M{right:.1f} 56v4", "ax"),
        *estimate(x, 38, run["delta"]),
        text(4, 73, "worse"), text(296, 73, "better", anchor="end"),
        text(150, 73, "None", klass="b", anchor="middle"), *ends,
    )  # fmt: skip


def score_alone(score, base, label):
    """A single score on 0 to 1 with its interval and what chance would give."""
    value, low, high = score
    x = scale((0, 1), (4, 296))
    at = f"{label} {words.figure(value)}, interval {words.interval(score)}; chance {words.figure(base)}."
    left = x(base) + 90 > x(value) and x(base) > 100
    return picture(
        300, 78, at,
        stroke("M4 56H296", "ax"), stroke("M150 24V56", "gr"), stroke(f"M{x(base):.1f} 24V56", "base"),
        text(x(base) + (-4 if left else 4), 34, f"chance {words.figure(base)}", anchor="end" if left else None),
        whisker(x(low), x(high), 42, "w ink", 12), tag("circle", cx=x(value), cy=42, r=4.5, klass="disc"),
        text(min(max(x(value), 40), 260), 16, f"None {words.figure(value)}", klass="b", anchor="middle"),
        text(4, 73, "0"), text(150, 73, "0.5", anchor="middle"), text(296, 73, "1", anchor="end"),
    )  # fmt: skip


def estimate(x, y, delta, size=6):
    """Whisker and mark of a difference; a cross in the second colour where it is worse."""
    value, low, high = delta
    worse = high < 0
    mark = cross(x(value), y, "w bad", size - 1.5) if worse else diamond(x(value), y, "dia", size)
    return [whisker(x(low), x(high), y, f"w {'bad' if worse else ''}", 2 * size), mark]


def forest_reach(runs):
    """Half width of the forest's axis: every interval and zone fits."""
    sizes = [abs(end) for run in runs if not run["is_none"] for end in run["delta"][1:]]
    sizes += [run["detectable"] or 0.0 for run in runs]
    return 1.06 * max([*sizes, 1e-9])


def forest_row(run, reach, unit, width=160, height=44):
    """One run's difference in the table of strategies, over its own zone; the cell cuts what is too high."""
    x = scale((-reach, reach), (4, width - 4))
    middle = height / 2
    if run["is_none"]:
        dot = tag("circle", cx=x(0), cy=middle, r=4.5, klass="disc")
        return picture(
            width, height, "Doing nothing, the line to beat.", stroke(f"M{x(0):.1f} -60V{height + 60}", "zero"), dot
        )
    zone = run["detectable"] or 0.0
    label = f"{_diff(run['delta'][0], unit)}, interval {words.interval(run['delta'], unit, _diff)}."
    return picture(
        width, height, label,
        tag("rect", x=x(-zone), y=-60, width=x(zone) - x(-zone), height=height + 120, klass="zone"),
        stroke(f"M{x(0):.1f} -60V{height + 60}", "zero"), *estimate(x, middle, run["delta"], 5),
    )  # fmt: skip


def forest_axis(reach, unit, width=160):
    """The axis over the forest's rows."""
    x = scale((-reach, reach), (4, width - 4))
    return tag(
        "svg", text(4, 11, "worse"), text(x(0), 11, "None", klass="b", anchor="middle"),
        text(width - 4, 11, "better", anchor="end"), viewBox=f"0 0 {width} 14", klass="fig", aria_hidden="true",
    )  # fmt: skip


def looks_of(curves):
    """The class of each line: chosen solid, none dashed, others by pattern."""
    rest = iter(_LINES)
    return [
        "run-none" if one["is_chosen"] and one["is_none"]
        else "run" if one["is_chosen"]
        else "non" if one["is_none"]
        else next(rest, "l-e")
        for one in curves["lines"]
    ]  # fmt: skip


def precision_recall(curves, width=520, height=330):
    """Precision against recall of all runs, the chosen one's band, the base rate, the threshold's point."""
    x, y = scale((0, 1), (44, width - 10)), scale((0, 1), (height - 44, 10))
    band = curves["band"]
    around = [(x(r), y(h)) for r, h in zip(band["recall"], band["high"], strict=True)]
    around += [(x(r), y(low)) for r, low in zip(band["recall"][::-1], band["low"][::-1], strict=True)]
    chosen_last = sorted(
        zip(curves["lines"], looks_of(curves), strict=True), key=lambda pair: (pair[0]["is_chosen"], pair[0]["is_none"])
    )
    lines = [
        line([(x(r), y(p)) for r, p in zip(one["recall"], one["precision"], strict=True)], look)
        for one, look in chosen_last
    ]
    label = "Precision against recall on the holdout. " + "; ".join(
        f"{one['name']}: average precision {words.figure(one['score'])}" for one in curves["lines"]
    )
    return picture(
        width, height, f"{label}. Base rate {words.figure(curves['base'])}.",
        *_share_axes(x, y, width, height), area(around, "band"), stroke(f"M44 {y(curves['base']):.1f}H{width - 10}",
        "base"), text(x(0.02), y(curves["base"]) - 5, f"base rate {words.figure(curves['base'])}", klass="halo"),
        *lines, *_point(curves["point"], x, y, height),
    )  # fmt: skip


def calibration(facts, is_none=False, width=380, height=330):
    """Observed against predicted share of rare rows, both logarithmic, with Wilson intervals."""
    bins, others = facts["bins"], [] if is_none else facts["none"]
    low = _decade([one[key] for one in bins + others for key in ("predicted", "observed") if one[key] > 0])
    x, y = log_scale((low, 1), (58, width - 14)), log_scale((low, 1), (height - 44, 10))
    marks = []
    for one in bins:
        middle, top, bottom = x(one["predicted"]), y(one["high"]), y(max(one["low"], low))
        marks.append(stroke(f"M{middle:.1f} {top:.1f}V{bottom:.1f}", "w"))
        marks.append(diamond(middle, y(one["observed"]), "dia" if one["observed"] > 0 else "dia open", 5))
    dashed = [line([(x(one["predicted"]), y(one["observed"])) for one in others], "non")] if others else []
    return picture(
        width, height, _calibration_label(bins), *_log_axes(x, y, low, width, height),
        line([(x(low), y(low)), (x(1), y(1))], "base"), *dashed, *marks,
    )  # fmt: skip


def parts_bar(parts):
    """The three parts as one bar."""
    total = sum(part["rows"] for part in parts)
    x, bars = 0.0, []
    for part in parts:
        width = 600 * part["rows"] / total
        bars.append(tag("rect", x=x, y=0, width=max(width - 2, 1), height=8, rx=1, klass=f"part-{part['name']}"))
        x += width
    label = ", ".join(f"{part['name']} {words.percent(part['rows'] / total)}" for part in parts)
    return tag(
        "svg", *bars, viewBox="0 0 600 8", klass="bar", role="img", aria_label=f"Shares of the rows: {label}.",
        preserveAspectRatio="none",
    )  # fmt: skip


def _diff(x, unit):
    return words.difference(x, unit)


def _share_axes(x, y, width, height):
    marks = []
    for at in (0, 0.25, 0.5, 0.75, 1):
        marks += [
            stroke(f"M44 {y(at):.1f}H{width - 10}", "gr"), text(38, y(at) + 4, f"{at:g}", anchor="end"),
            text(x(at), height - 28, f"{at:g}", anchor="end" if at == 1 else "middle"),
        ]  # fmt: skip
    return [*marks, *_titles("recall: share of the rare rows caught", "precision", width, height, 44, 10)]


def _log_axes(x, y, low, width, height):
    marks, at = [], low
    while at < 1.5:
        label = f"{100 * at:.10g}"
        marks += [
            stroke(f"M58 {y(at):.1f}H{width - 14}", "gr"), stroke(f"M{x(at):.1f} 10V{height - 44}", "gr"),
            text(52, y(at) + 4, label, anchor="end"), text(x(at), height - 28, label, anchor="middle"),
        ]  # fmt: skip
        at *= 10
    return [*marks, *_titles("predicted, %", "observed, %", width, height, 58, 14)]


def _titles(below, beside, width, height, left, right):
    middle = (height - 34) / 2
    turned = tag("text", beside, x=10, y=middle, text_anchor="middle", transform=f"rotate(-90 10 {middle})")
    return [text((left + width - right) / 2, height - 8, below, anchor="middle"), turned]


def _point(point, x, y, height):
    """Where the threshold puts the chosen run, with guides to both axes."""
    recall, precision = point
    if not recall or precision is None:
        return []
    to_axes = stroke(f"M44 {y(precision):.1f}H{x(recall):.1f}V{height - 44}", "guide")
    words_at = f"threshold: precision {precision:.2f}, recall {recall:.2f}"
    right = recall > 0.5
    label = text(x(recall) + (-9 if right else 9), y(precision) + 17, words_at, "b halo", "end" if right else None)
    return [to_axes, diamond(x(recall), y(precision), "dia", 6), label]


def _decade(values):
    """The power of ten below the smallest value, at most five below 1."""
    low = 1.0
    while low > min([*values, 0.1]) * 1.0001 and low > 1.5e-5:
        low /= 10
    return round(low, 10)


def _calibration_label(bins):
    pairs = "; ".join(f"{words.percent(b['predicted'])} predicted, {words.percent(b['observed'])} seen" for b in bins)
    return f"Observed against predicted share of rare rows: {pairs}."
