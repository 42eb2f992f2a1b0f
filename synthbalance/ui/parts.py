"""What the other widgets of the kit are built from: traits under one lock, the worker with its steps, built views."""

from pathlib import Path

from synthbalance._warned import heard, silent
from synthbalance.ui._display import display, in_kernel
from synthbalance.ui._job import Worker
from synthbalance.ui._locked import LockedWidget
from synthbalance.ui._request import Step, Token

__all__ = ["LockedWidget", "Step", "Token", "Worker", "built_view", "display", "heard", "in_kernel", "silent"]

_STATIC = Path(__file__).parent / "static"
_STAND_IN = "export default { render({ el }) { el.textContent = 'The view is not built: run make widgets.'; } };\n"


def built_view(name: str) -> Path | str:
    """A file of the built views; a source tree in which they were never built still imports.

    Parameters
    ----------
    name : str
        A module (".js") or a stylesheet (".css").

    Returns
    -------
    Path or str
        Where it is, or what stands in its place.
    """
    path = _STATIC / name
    if path.is_file():
        return path
    return _STAND_IN if name.endswith(".js") else ""
