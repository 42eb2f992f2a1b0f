"""A notebook's namespace that is made up, so that tries and own tables are forgotten after each test."""

import sys
from types import SimpleNamespace

import IPython  # noqa: F401  so that it can be replaced
import pytest


@pytest.fixture(autouse=True)
def namespace(monkeypatch):
    """The user's names."""
    found = {}
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: SimpleNamespace(user_ns=found))
    return found
