"""Where the tables of a split came from, as calls that may stand in generated code."""

import ast

from synthbalance import datasets
from synthbalance.report._layout import call
from synthbalance.report._literal import NoLiteral, literal

_LOADERS = ("load_", "fetch_", "read_")


def source_call(text, imports):
    """The noted call of a loader, written anew from its literals; None for anything else.

    The note travels in `DataFrame.attrs`, which parquet files carry along: whoever wrote the file may have
    written the note. So it is read, never pasted: one call of a public loader with literal arguments.

    Parameters
    ----------
    text : str or None
        Such as ``"sb.read_table('payments.csv')"``.
    imports : set of str

    Returns
    -------
    Node or None
    """
    try:
        tree = ast.parse(text or "", mode="eval").body
        if not isinstance(tree, ast.Call) or not _is_loader(tree.func):
            return None
        positional = [literal(ast.literal_eval(argument), imports) for argument in tree.args]
        named = {one.arg: literal(ast.literal_eval(one.value), imports) for one in tree.keywords if one.arg}
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError, NoLiteral):
        return None
    complete = len(named) == len(tree.keywords)
    return call(f"sb.{tree.func.attr}", positional, **named) if complete else None


def _is_loader(function):
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "sb"
        and function.attr.startswith(_LOADERS)
        and function.attr in datasets.__all__
    )
