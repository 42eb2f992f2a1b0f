"""What a front end does: write traits, send messages, from a thread of its own."""

import threading

from tests.ui.conftest import PATIENCE


def from_view(lab, **traits):
    """What the view's `save_changes` sends, on a thread of its own."""
    message = {"content": {"data": {"method": "update", "state": traits}}}
    thread = threading.Thread(target=lab._handle_msg, args=(message,))
    thread.start()
    thread.join(PATIENCE)


def tell(lab, content):
    """A custom message of the view."""
    lab._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
