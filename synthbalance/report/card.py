"""The data card: everything that is known of a run, as one HTML file without script or network, and as JSON."""

import json
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from synthbalance.report import _cost_figure, _figures, _words
from synthbalance.report._collect import collect
from synthbalance.report._files import write_new

_FILTERS = (
    "count", "difference", "emphasised", "figure", "interval", "measured", "percent", "probability", "rate", "rates",
    "seconds", "shortened", "thin", "tied",
)  # fmt: skip
_ENDINGS = (".html", ".htm", ".json")


def card_html(exp, run=None, *, audit=None, advice=None, protected=None):
    """The data card of an experiment, as one self-contained page.

    Parameters
    ----------
    exp : Experiment
    run : Run, optional
        The run it is about. Without it: what `advice` chose, where it did so in this experiment; else the one that is
        surely better than doing nothing; else "none".
    audit : Audit or False, optional
        What `audit_synthetic(run)` gave. Not given, it is made here if the run has synthetic rows, which takes
        seconds; False leaves it out, and the card says so.
    advice : Advice, optional
        What `AutoBalance(...).fit` gave on the same split.
    protected : column name, list of column names, Series, DataFrame or dict, optional
        Columns whose groups are told apart, as in `audit_synthetic`. Not given, the groups of `audit` are shown, if
        it has any.

    Returns
    -------
    str
        HTML with inline SVG, for screen and print, in light and dark, under 1 MB. Names and values from the data
        are escaped, so that they are shown as they are written.

    Raises
    ------
    ValueError, TypeError
        If `run`, `audit` or `advice` belongs to another experiment, or `protected` cannot be grouped.

    Examples
    --------
    >>> card_html(exp, protected=["sex"]).startswith("<!doctype html>")  # doctest: +SKIP
    True
    """
    return _page(collect(exp, run, audit=audit, advice=advice, protected=protected))


def card_json(exp, run=None, *, audit=None, advice=None, protected=None):
    """The same facts as on the data card, as plain data for programs.

    Parameters
    ----------
    exp, run, audit, advice, protected
        As in `card_html`.

    Returns
    -------
    dict
        Of str, float, int, bool, None, lists and dicts, ready for `json.dumps`. A figure with an interval is
        ``[value, low, high]``; what is not known or not finite is None. `schema_version` counts changes that break
        readers; `card_schema` gives the JSON Schema.

    Raises
    ------
    ValueError, TypeError
        As `card_html`.

    Examples
    --------
    >>> card_json(exp)["schema_version"]  # doctest: +SKIP
    1
    """
    return json.loads(_text(collect(exp, run, audit=audit, advice=advice, protected=protected)))


def card_schema():
    """The JSON Schema (draft 2020-12) of `card_json`, as a dict.

    Examples
    --------
    >>> card_schema()["properties"]["schema_version"]["const"]
    1
    """
    return json.loads(Path(__file__).with_name("card.schema.json").read_text(encoding="utf-8"))


def write_card(exp, path, run=None, *, audit=None, advice=None, protected=None, overwrite=False):
    """Write the data card of an experiment; never over a file that is there, unless told so.

    Parameters
    ----------
    exp : Experiment
    path : str or pathlib.Path
        Ends in ``.html`` or ``.htm`` for the page, in ``.json`` for the same facts as data; ``~`` is the home folder.
    run, audit, advice, protected
        As in `card_html`.
    overwrite : bool, default=False
        Whether a file that is there already may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    FileExistsError
        If the file is there already; names a free one.
    FileNotFoundError, ValueError, TypeError
        If the folder is not there, the ending is another one, or as in `card_html`.

    Examples
    --------
    >>> write_card(exp, "card.json", protected=["sex"])  # doctest: +SKIP
    PosixPath('card.json')
    """

    def write(draft):
        facts = collect(exp, run, audit=audit, advice=advice, protected=protected)
        _write(_text(facts) if draft.suffix.lower() == ".json" else _page(facts), draft)

    return write_new(path, _ENDINGS, write, overwrite)


def _page(facts):
    return _template().render(**facts, fig=_figures, cost_figure=_cost_figure)


def _text(facts):
    """JSON; a number that is not finite would be an error of ours, and raises."""
    return json.dumps(facts, ensure_ascii=False, allow_nan=False, indent=1)


def _template():
    environment = Environment(
        loader=PackageLoader("synthbalance.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({name: getattr(_words, name) for name in _FILTERS})
    return environment.get_template("card.html.j2")


def _write(text, draft):
    """UTF-8; halves of characters that a broken column name may hold are spelled out."""
    draft.write_text(text, encoding="utf-8", errors="backslashreplace")
