"""The questions of all lessons, a file each, by name: "2.1" is the first of lesson 2."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def questions():
    """All of them: name -> Question."""
    found = {}
    for module in sorted(one.name for one in iter_modules(__path__) if one.name.startswith("lesson_")):
        found |= import_module(f"{__name__}.{module}").QUESTIONS
    return found
