"""Where the tables of a split came from, as calls that may stand in generated code."""

import ast
import os
from pathlib import Path

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


def refuse_source(split, path):
    """Raise ValueError where writing to `path` would change the file or folder that a split's tables were read from.

    Parameters
    ----------
    split : Split
    path : str or pathlib.Path
        Whatever else is wrong with it is told elsewhere.
    """
    if not isinstance(path, str | os.PathLike):
        return
    target = Path(os.fsdecode(path)).expanduser().resolve()
    for source in filter(None, (_file_of(one.call) for one in split.inputs)):
        if target == source or (source.is_dir() and target.parent == source):
            raise ValueError(
                f"path={str(path)!r} {'is' if target == source else 'lies in'} {str(source)!r}, which the data was "
                f"read from; it is never changed. Choose another name or folder."
            )


def _file_of(call):
    """The file or folder of a noted `read_table`; None for any other call."""
    try:
        tree = ast.parse(call or "", mode="eval").body
        if _is_loader(tree.func) and tree.func.attr == "read_table":
            return Path(ast.literal_eval(tree.args[0])).expanduser().resolve()
    except (SyntaxError, ValueError, TypeError, AttributeError, IndexError, MemoryError, RecursionError):
        return None
    return None


def _is_loader(function):
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "sb"
        and function.attr.startswith(_LOADERS)
        and function.attr in datasets.__all__
    )
