"""The file of a model: a plain head that is read without running anything, and the pickled body."""

import io
import os
import pickle
import platform
import zlib
from importlib import metadata
from pathlib import Path

import joblib
from sklearn.pipeline import Pipeline

from synthbalance._warned import warn
from synthbalance.experiment._bagged import BaggedModel

_KIND, _LAYOUT = "synthbalance model", 1
_HEAD = {"kind", "layout", "name", "versions", "body"}
_PACKAGES = ("synthbalance", "numpy", "pandas", "scikit-learn")
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "imblearn": "imbalanced-learn"}
_OURS = "It needs a file that report.write_model wrote."


def pack(fields, draft):
    """Write the fields of a `SavedModel`.

    Raises
    ------
    ValueError
        If they hold what cannot be pickled.
    """
    try:
        body = pickle.dumps(fields, protocol=5)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ValueError(
            f"The model of {fields['name']!r} cannot be written to a file ({error}). "
            "Take out what has no name of its own, such as a lambda or a class made within a function."
        ) from error
    head = {"kind": _KIND, "layout": _LAYOUT, "name": str(fields["name"]), "versions": _versions(fields["_models"])}
    joblib.dump(head | {"body": body}, draft, compress=("zlib", 3))


def unpack(path):
    """The fields of a `SavedModel`; errors as `read_model`."""
    file = _existing(path)
    head = _head(file)
    differ = _differing(head["versions"])
    if differ:
        warn(
            f"{file.name!r} was written with {differ}. Its probabilities may differ: compare them on known rows.",
            stacklevel=3,
        )
    try:
        fields = pickle.loads(head["body"])
    except Exception as error:
        known = f" It was written with {differ}." if differ else ""
        raise ValueError(
            f"{str(file)!r} cannot be loaded here ({type(error).__name__}: {error}).{known} "
            "Import what its model is made of, or install the versions it was written with."
        ) from error
    return fields | {"versions": dict(head["versions"])}


class _PlainOnly(pickle.Unpickler):
    """Reads texts, numbers, bytes and dicts of them; whatever would run code is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} does not belong there")


def _existing(path):
    if not isinstance(path, str | os.PathLike) or not os.fspath(path):
        raise ValueError(f"path needs the name of a file as text or Path, got {path!r}.")
    file = Path(os.fsdecode(path)).expanduser()
    if file.is_dir():
        raise IsADirectoryError(f"path needs a file, {str(file)!r} is a folder. Add the name of the model.")
    if not file.exists():
        raise FileNotFoundError(f"There is no file {str(file)!r}. Check the name and the current folder.")
    return file


def _head(file):
    """The outer dict, read in a way that runs nothing, so that a foreign pickle does no harm."""
    packed = file.read_bytes()
    try:
        head = _PlainOnly(io.BytesIO(zlib.decompress(packed))).load()
    except Exception as error:
        raise ValueError(f"{str(file)!r} is no model of this package. {_OURS}") from error
    if not isinstance(head, dict) or head.get("kind") != _KIND or not set(head) >= _HEAD:
        raise ValueError(f"{str(file)!r} is no model of this package. {_OURS}")
    if head["layout"] != _LAYOUT:
        raise ValueError(
            f"{str(file)!r} has layout {head['layout']}, this version reads {_LAYOUT}. Install a newer synthbalance."
        )
    return head


def _versions(models):
    """Python and every library that the models need."""
    names = [*_PACKAGES, *sorted({_DISTRIBUTIONS.get(root, root) for root in _roots(models)} - set(_PACKAGES))]
    known = {name: _version(name) for name in names}
    return {"python": platform.python_version()} | {name: version for name, version in known.items() if version}


def _roots(models):
    """Top modules of the estimators, such as "lightgbm"."""
    tables = [one for model in models for one in _tables(model)]
    estimators = [table.model for table in tables]
    steps = [step for one in estimators if isinstance(one, Pipeline) for _, step in one.steps]
    return {type(one).__module__.split(".")[0] for one in [*estimators, *steps]}


def _tables(model):
    return [part for part, _ in model._parts] if isinstance(model, BaggedModel) else [model]


def _version(name):
    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError):
        return None


def _differing(versions):
    """ "numpy 2.1 (here 2.3)" for each that differs; of Python only 3.x counts."""
    here = {name: platform.python_version() if name == "python" else _version(name) for name in versions}
    return ", ".join(
        f"{name} {version} (here {here[name] or 'not installed'})"
        for name, version in versions.items()
        if _short(name, version) != _short(name, here[name])
    )


def _short(name, version):
    return version.split(".")[:2] if name == "python" and version else version
