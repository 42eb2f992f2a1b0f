"""A real JupyterLab on 127.0.0.1 and the system's Chromium; nothing may leave this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.browser.steps import KERNEL_READY, RUN_ALL, write_notebook

_START_SECONDS = 90


@pytest.fixture(scope="session")
def browser_context_args():
    """A laptop's window."""
    return {"viewport": {"width": 1360, "height": 1000}}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A JupyterLab server of its own: an object with `url` and `root`."""
    yield from serve(tmp_path_factory, "jupyterlab", ["--LabApp.expose_app_in_browser=True", *LAB_QUIET])


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory):
    """A Notebook 7 server of its own."""
    yield from serve(tmp_path_factory, "notebook", ["--JupyterNotebookApp.expose_app_in_browser=True"])


@pytest.fixture
def offline(page):
    """Abort and record whatever asks for another machine; the test fails if anything did."""
    asked = []

    def route(request_route):
        url = request_route.request.url
        if url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            return request_route.continue_()
        asked.append(url)
        return request_route.abort()

    page.route("**/*", route)
    yield asked
    assert asked == []


class Lab:
    """One notebook open in JupyterLab."""

    def __init__(self, page, server):
        self.page, self.server, self.panel = page, server, page.get_by_role("region", name="SynthBalance").first

    def open(self, name, cells):
        """Write a notebook, open it, wait for its kernel."""
        write_notebook(self.server.root / name, cells)
        self.page.goto(f"{self.server.url}/lab/tree/{name}?reset")
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate(KERNEL_READY)
        return self

    def run_all(self):
        """Run every cell by the command, as a menu would."""
        self.page.evaluate(RUN_ALL)
        return self

    def theme(self, name):
        """Switch to "JupyterLab Dark" or "JupyterLab Light"."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        dark = "false" if "Dark" in name else "true"
        self.page.wait_for_selector(f'body[data-jp-theme-light="{dark}"]', state="attached")
        return self

    def execute(self, code):
        """Run code in the notebook's kernel beside the cells; returns what it prints."""
        return self.page.evaluate(_EXECUTE, code)


@pytest.fixture
def lab(page, server, offline):
    """A `Lab` on the session's server."""
    page.set_default_timeout(60_000)
    return Lab(page, server)


LAB_QUIET = [
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
_EXECUTE = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({code, silent: false, store_history: false});
  let text = '';
  future.onIOPub = msg => {
    if (msg.header.msg_type === 'stream') text += msg.content.text;
    if (msg.header.msg_type === 'error') text += msg.content.ename + ': ' + msg.content.evalue;
  };
  await future.done;
  return text;
}"""


class _Server:
    def __init__(self, url, root):
        self.url, self.root = url, root


def serve(tmp_path_factory, module, extra):
    home = tmp_path_factory.mktemp(module)
    root = home / "root"
    root.mkdir()
    port = _free_port()
    command = [
        *[sys.executable, "-m", module, "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"],
        *["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password="],
        *["--ServerApp.open_browser=False", "--ServerApp.allow_root=True", f"--ServerApp.root_dir={root}", *extra],
    ]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=_private(home), stdout=log, stderr=log, start_new_session=True)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(url, process, home / "server.log")
            yield _Server(url, root)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


def _private(home):
    """The environment with every Jupyter and IPython folder in a temporary one."""
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR")
    own = {name: str(home / name.lower()) for name in (*folders, "JUPYTERLAB_WORKSPACES_DIR")}
    news = home / "jupyterlab_settings_dir/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    return {**os.environ, **own}


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(url, process, log):
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended: {log.read_text()[-2000:]}"
        try:
            with urllib.request.urlopen(f"{url}/api", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"the server was not up after {_START_SECONDS} s: {log.read_text()[-2000:]}")
