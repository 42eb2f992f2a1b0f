"""Small SVG: escaped elements, scales, and the marks that all figures share."""

import math

from markupsafe import Markup, escape


def tag(name, *children, **attributes):
    """One element; underscores in attribute names become hyphens, None leaves one out, `klass` is class.

    Examples
    --------
    >>> tag("text", "a < b", x=1)
    Markup('<text x="1">a &lt; b</text>')
    """
    shown = "".join(
        f' {"class" if key == "klass" else key.replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(str(escape(child)) for child in children)
    return Markup(f"<{name}{shown}>{inside}</{name}>" if children else f"<{name}{shown}/>")


def picture(width, height, label, *children, klass="fig"):
    """A figure with its description for screen readers."""
    return tag(
        "svg", *children, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}", klass=klass,
        role="img", aria_label=label,
    )  # fmt: skip


def scale(domain, span):
    """A linear scale as a function."""
    (a, b), (start, end) = domain, span
    return lambda x: start + (x - a) / (b - a or 1) * (end - start)


def log_scale(domain, span):
    """A logarithmic scale as a function; values below the domain stand on its edge."""
    inner = scale([math.log10(x) for x in domain], span)
    return lambda x: inner(math.log10(max(x, domain[0])))


def text(x, y, words, klass=None, anchor=None):
    """Words at a place."""
    return tag("text", words, x=x, y=y, klass=klass, text_anchor=anchor)


def line(points, klass, **more):
    """A line through points, ((x, y), ...)."""
    return tag("path", d=_path(points), klass=klass, fill="none", **more)


def area(points, klass):
    """A closed area around points."""
    return tag("path", d=_path(points) + "Z", klass=klass)


def stroke(d, klass):
    """A path as it is written; only for what this package made itself."""
    return tag("path", d=d, klass=klass, fill="none")


def whisker(low, high, y, klass, size=6):
    """An interval with ends."""
    low, high = _short(low), _short(high)
    return stroke(f"M{low} {y}H{high}M{low} {y - size / 2}v{size}M{high} {y - size / 2}v{size}", klass)


def diamond(x, y, klass, size=5):
    """The mark of an estimate."""
    return tag("path", d=f"M{_short(x)} {_short(y - size)}l{size} {size}l-{size} {size}l-{size} -{size}z", klass=klass)


def cross(x, y, klass, size=4):
    """The mark of an estimate that is worse."""
    x, y = x - size, y - size
    return stroke(f"M{_short(x)} {_short(y)}l{2 * size} {2 * size}m0 -{2 * size}l-{2 * size} {2 * size}", klass)


def _path(points):
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)


def _short(value):
    """Numbers with one decimal at most, whole ones without."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
