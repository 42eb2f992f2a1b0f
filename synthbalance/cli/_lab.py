"""`synthbalance lab`: JupyterLab on the quickstart notebook, or on the user's files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import synthbalance

_QUICKSTART = "00_quickstart.ipynb"
_PATIENCE = 15


def run(arguments, terminal):
    """Start JupyterLab and stay until it ends; returns its exit code, 130 after Ctrl-C."""
    files = _given(arguments.files) if arguments.files else [quickstart(Path.cwd())]
    command = lab_command(files, arguments.no_browser, is_root=hasattr(os, "geteuid") and os.geteuid() == 0)
    if "--allow-root" in command:
        terminal.error("This is the root user: JupyterLab is started with --allow-root.")
    terminal.path(f"Opening {files[0]} in JupyterLab. Ctrl-C stops it.")
    if len(files) > 1:
        terminal.say("JupyterLab opens one file at the start; the others are in its file browser.")
    terminal.out.file.flush()
    return _stay_with(subprocess.Popen(command, start_new_session=os.name == "posix"))


def lab_command(files, no_browser, is_root):
    """The command line that opens the first file; the folder that holds all of them becomes JupyterLab's root."""
    folder = Path(os.path.commonpath([file.parent for file in files]))
    options = [f"--ServerApp.root_dir={folder}"]
    options += ["--no-browser"] if no_browser else []
    options += ["--allow-root"] if is_root else []
    return [sys.executable, "-m", "jupyterlab", *options, str(files[0])]


def quickstart(folder, package=None):
    """The notebook to open: the checkout's own, or a copy of the package's in `folder`.

    Parameters
    ----------
    folder : pathlib.Path
        Where a copy may be put; a notebook of that name which is there already is opened as it is.
    package : pathlib.Path, optional
        Folder of the package.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If the package came without notebooks.
    """
    package = Path(synthbalance.__file__).parent if package is None else package
    checkout = package.parent / "notebooks" / _QUICKSTART
    if checkout.is_file() and (package.parent / "pyproject.toml").is_file():
        return checkout
    packaged, copy = package / "_notebooks" / _QUICKSTART, folder / _QUICKSTART
    if copy.exists():
        return copy
    if not packaged.is_file():
        raise FileNotFoundError(
            f"The quickstart notebook is not in this installation (looked for {str(packaged)!r}). "
            f"Name a notebook of yours: synthbalance lab my.ipynb"
        )
    with packaged.open("rb") as source, copy.open("xb") as target:
        shutil.copyfileobj(source, target)
    return copy


def _given(names):
    files = [Path(name).expanduser().resolve() for name in names]
    for name, file in zip(names, files, strict=True):
        if not file.is_file():
            what = "is a folder, not a file" if file.is_dir() else "is not there"
            raise FileNotFoundError(f"FILE {name!r} {what}. Name a notebook or another file that exists.")
    return files


def _stay_with(process):
    """Wait for JupyterLab; however this ends, it does not stay behind."""
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
