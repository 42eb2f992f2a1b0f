"""Kernels beside the environment's own: ipykernel 6, where widget callbacks run on the main thread, and odd ones."""

import json
import os
import sys
from pathlib import Path

import pytest

KERNEL6 = Path(sys.prefix) / "kernel6"  # made by the Makefile: pip install --target
LAB44 = Path(sys.prefix) / "lab44"  # made by the Makefile as well
BOTH = ("python3", "ipykernel6")
VERSION = {"python3": "7.", "ipykernel6": "6."}


def add_kernel6(data_dir):
    """Write a kernelspec "ipykernel6" into a folder of Jupyter's data."""
    folder = Path(data_dir) / "kernels/ipykernel6"
    folder.mkdir(parents=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel 6)",
        "language": "python",
        "env": {"PYTHONPATH": os.pathsep.join(filter(None, [str(KERNEL6), os.environ.get("PYTHONPATH")]))},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))


_LAUNCH = "from ipykernel.kernelapp import launch_new_instance as go; go()"
_BARE = f"""
import importlib.metadata as metadata, sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "synthbalance":
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
found = metadata.version
def version(name):
    if name == "synthbalance":
        raise metadata.PackageNotFoundError(name)
    return found(name)
metadata.version = version
sys.meta_path.insert(0, Gone())
{_LAUNCH}
"""
_TORCHLESS = f"""
import sys
from importlib.machinery import PathFinder
class Elsewhere(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.split(".")[0] == "torch" else super().find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Elsewhere
{_LAUNCH}
"""
_OLD = f"""
import synthbalance.kernel._answers as answers
answers._versions = lambda: {{"synthbalance": "0.0.9", "api": 1}}
{_LAUNCH}
"""
_R = """
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
class R(IPythonKernel):
    language_info = {"name": "R", "mimetype": "text/x-r-source", "file_extension": ".r"}
IPKernelApp.launch_instance(kernel_class=R)
"""
ODD = {"bare": ("Without synthbalance", "python", _BARE), "old": ("Old", "python", _OLD), "r": ("R", "R", _R)}


def add_torchless_kernel(data_dir):
    """Write a kernelspec "torchless": for it torch is not installed."""
    folder = Path(data_dir) / "kernels/torchless"
    folder.mkdir(parents=True)
    argv = [sys.executable, "-c", _TORCHLESS, "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Torchless", "language": "python"}))


def add_odd_kernels(data_dir):
    """Kernelspecs of a Python without synthbalance, of one with another version, and of another language."""
    for name, (title, language, code) in ODD.items():
        folder = Path(data_dir) / "kernels" / name
        folder.mkdir(parents=True)
        argv = [sys.executable, "-c", code, "-f", "{connection_file}"]
        (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": title, "language": language}))


def need_kernel6(name):
    """Skip a test of ipykernel 6 where it is not installed, unless everything is required."""
    if name == "ipykernel6" and not (KERNEL6 / "ipykernel").is_dir():
        assert os.environ.get("SYNTHBALANCE_REQUIRE_BROWSER") != "1", "ipykernel 6 is missing: make test installs it"
        pytest.skip("needs ipykernel 6 beside the environment's: make test installs it")


def need_lab44():
    """Skip a test of JupyterLab 4.4 where it is not installed, unless everything is required."""
    if not (LAB44 / "share/jupyter/lab/static").is_dir():
        assert os.environ.get("SYNTHBALANCE_REQUIRE_BROWSER") != "1", "JupyterLab 4.4 is missing: make test installs it"
        pytest.skip("needs JupyterLab 4.4 beside the environment's: make test installs it")
