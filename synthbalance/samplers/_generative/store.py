"""One file for one trained generator: a zip of JSON and arrays, without pickle, so that opening it runs no code."""

import io
import json
import zipfile
from importlib import metadata
from pathlib import Path

import numpy as np

from synthbalance._drafts import write_whole
from synthbalance.samplers._generative.plain import from_plain, to_plain

FORMAT, VERSION = "synthbalance-generator", 1
_ABOUT, _STATE = "about.json", "state.json"


def write_state(path, name, state):
    """Write `state` (nested dicts and lists of plain values and arrays) of the class called `name`, or nothing.

    Raises
    ------
    ValueError
        If a value cannot be held by such a file.
    """
    arrays = {}
    plain = to_plain(state, arrays)
    about = {"format": FORMAT, "version": VERSION, "class": name, "written_by": metadata.version("synthbalance")}
    write_whole(Path(path), lambda draft: _write(draft, about, plain, arrays), overwrite=True)


def read_state(path, name):
    """The state that `write_state` wrote for the class called `name`.

    Raises
    ------
    FileNotFoundError
        If there is no file.
    ValueError
        If it is not such a file, is damaged, of another class, or from a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_about(json.loads(archive.read(_ABOUT)), path, name)
            arrays = {
                key.removesuffix(".npy"): np.load(io.BytesIO(archive.read(key)), allow_pickle=False)
                for key in archive.namelist()
                if key.endswith(".npy")
            }
            return from_plain(json.loads(archive.read(_STATE)), arrays)
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(
            f"{path} needs to be a file that {name}.save wrote, it is not, or is damaged ({error}). Save it again."
        ) from None


def _write(draft, about, plain, arrays):
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_ABOUT, json.dumps(about, indent=1))
        archive.writestr(_STATE, json.dumps(plain))
        for key, values in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, values, allow_pickle=False)
            archive.writestr(f"{key}.npy", buffer.getvalue())


def _check_about(about, path, name):
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise ValueError(f"{path} needs to be a file that {name}.save wrote, it is another program's.")
    if about["version"] > VERSION:
        raise ValueError(
            f"{path} was written by synthbalance {about['written_by']} in format {about['version']}; this version "
            f"reads formats up to {VERSION}. Upgrade: pip install --upgrade synthbalance."
        )
    if about["class"] != name:
        raise ValueError(f"{path} holds a {about['class']}, not a {name}. Use {about['class']}.load.")
