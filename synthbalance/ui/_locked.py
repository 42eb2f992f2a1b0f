"""A widget that the view, cells and a worker write from threads of their own: one lock for every write."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

import anywidget


class LockedWidget(anywidget.AnyWidget):
    """A widget whose traits are written under `_lock`, and sent in one message a write.

    A subclass names in `_writable` the traits that others than itself may write.

    Notes
    -----
    ipywidgets keeps what it holds back and what it must not echo in attributes that all threads share.
    """

    _writable: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **kwargs: Any):
        self._lock = threading.RLock()
        super().__init__(**kwargs)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """What the view sends; it writes nothing but its own traits."""
        with self._lock, self.hold_sync():
            super().set_state(self._of_the_view(sync_data))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self._writable and "_lock" in self.__dict__:
            with self._lock, self.hold_sync():
                super().__setattr__(name, value)
        else:
            super().__setattr__(name, value)

    def _of_the_view(self, sync_data: dict[str, Any]) -> dict[str, Any]:
        """What of it is the view's to write, in the order in which it is written."""
        return {name: value for name, value in sync_data.items() if name in self._writable}
