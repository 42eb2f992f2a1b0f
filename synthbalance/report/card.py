"""The data card: one HTML file without script or network, for whoever has to approve the model."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from synthbalance.report import _figures, _words
from synthbalance.report._collect import collect
from synthbalance.report._files import write_new

_FILTERS = ("count", "difference", "emphasised", "figure", "interval", "percent", "probability", "seconds", "tied")


def card_html(exp, run=None):
    """The data card of an experiment, as one self-contained page.

    Parameters
    ----------
    exp : Experiment
    run : Run, optional
        The run it is about; without it the one that is surely better than doing nothing, or else "none".

    Returns
    -------
    str
        HTML with inline SVG, for screen and print, in light and dark, under 300 kB. Names from the data are
        escaped, so that they are shown as they are written.

    Raises
    ------
    ValueError
        If `run` belongs to another experiment.

    Examples
    --------
    >>> card_html(exp).startswith("<!doctype html>")  # doctest: +SKIP
    True
    """
    return _template().render(**collect(exp, run), fig=_figures)


def write_card(exp, path, run=None):
    """Write the data card of an experiment; never over a file that is there.

    Parameters
    ----------
    exp : Experiment
    path : str or pathlib.Path
        Ends in ``.html``; ``~`` is the home folder.
    run : Run, optional
        As in `card_html`.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    FileExistsError
        If the file is there already; names a free one.
    FileNotFoundError, ValueError
        If the folder is not there, or the ending is another one.
    """
    return write_new(path, (".html", ".htm"), lambda draft: _write(card_html(exp, run), draft))


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


def _write(html, draft):
    """UTF-8; halves of characters that a broken column name may hold are spelled out."""
    draft.write_text(html, encoding="utf-8", errors="backslashreplace")
