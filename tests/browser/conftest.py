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

from tests.browser.axe import script
from tests.browser.extension import Extension
from tests.browser.lab import Lab
from tests.kernels import add_kernel6, add_odd_kernels

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
    asked = keep_here(page)
    yield asked
    assert asked == []


@pytest.fixture
def lab(page, server, offline):
    """A `Lab` on the session's server."""
    page.set_default_timeout(60_000)
    one = Lab(page, server)
    yield one
    one.end_kernels()


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """The script of axe-core."""
    return script(tmp_path_factory)


@pytest.fixture
def extension(page, server, offline):
    """An `Extension` on the session's server, in an empty folder of its own."""
    page.set_default_timeout(60_000)
    one = Extension(page, server).start()
    yield one
    one.end_kernels()
    assert one.dialogs == []


@pytest.fixture(scope="module")
def shared(browser, browser_context_args, server):
    """A `Lab` for all tests of a module, offline too; a test leaves it idle."""
    context = browser.new_context(**browser_context_args)
    asked = keep_here(context)
    page = context.new_page()
    page.set_default_timeout(60_000)
    one = Lab(page, server)
    yield one
    one.end_kernels()
    context.close()
    assert asked == []


def keep_here(page_or_context):
    """Let requests to this machine through and no others; returns the list of those others."""
    asked = []

    def route(request_route):
        url = request_route.request.url
        if url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            return request_route.continue_()
        asked.append(url)
        return request_route.abort()

    page_or_context.route("**/*", route)
    return asked


LAB_QUIET = [
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]


class _Server:
    def __init__(self, url, root):
        self.url, self.root = url, root


def serve(tmp_path_factory, module, extra, variables=()):
    """Start a server module of Jupyter's with its own folders and variables; yields once, ends the server after."""
    home = tmp_path_factory.mktemp(module)
    root = home / "root"
    root.mkdir()
    port = free_port()
    command = [
        *[sys.executable, "-m", module, "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"],
        *["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password="],
        *["--ServerApp.open_browser=False", "--ServerApp.allow_root=True", f"--ServerApp.root_dir={root}", *extra],
    ]
    with Running(command, home, f"http://127.0.0.1:{port}/api", variables) as url:
        yield _Server(url.removesuffix("/api"), root)


class Running:
    """A server process in its own group, up as soon as `url` answers."""

    def __init__(self, command, home, url, variables=()):
        self.command, self.home, self.url, self.variables = command, home, url, dict(variables)

    def __enter__(self):
        log = self.home / "server.log"
        with log.open("w") as out:
            self.process = subprocess.Popen(
                self.command, env=private(self.home) | self.variables, stdout=out, stderr=out, start_new_session=True
            )
        try:
            _wait_until_up(self.url, self.process, log)
        except BaseException:
            self.__exit__()
            raise
        return self.url

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=20)


def private(home):
    """The environment with every Jupyter and IPython folder in a temporary one, and the kernel of ipykernel 6."""
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR")
    own = {name: str(home / name.lower()) for name in (*folders, "JUPYTERLAB_WORKSPACES_DIR")}
    news = home / "jupyterlab_settings_dir/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    add_kernel6(own["JUPYTER_DATA_DIR"])
    add_odd_kernels(own["JUPYTER_DATA_DIR"])
    return {**os.environ, **own}


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(url, process, log):
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended: {log.read_text()[-2000:]}"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return  # it answers
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the server was not up after {_START_SECONDS} s: {log.read_text()[-2000:]}")
