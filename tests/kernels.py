"""A second kernel beside the environment's own: ipykernel 6, where widget callbacks run on the main thread."""

import json
import os
import sys
from pathlib import Path

import pytest

KERNEL6 = Path(sys.prefix) / "kernel6"  # made by the Makefile: pip install --target
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


def need_kernel6(name):
    """Skip a test of ipykernel 6 where it is not installed, unless everything is required."""
    if name == "ipykernel6" and not (KERNEL6 / "ipykernel").is_dir():
        assert os.environ.get("SYNTHBALANCE_REQUIRE_BROWSER") != "1", "ipykernel 6 is missing: make test installs it"
        pytest.skip("needs ipykernel 6 beside the environment's: make test installs it")
