"""Saved generators: one zip of JSON and arrays, the same rows after loading, and clear words about other files."""

import json
import zipfile

import numpy as np
import pandas as pd
import pytest

import synthbalance as sb
from synthbalance.samplers._generative.plain import from_plain, to_plain
from tests.samplers.generators import GENERATORS, lines, trained
from tests.samplers.tables import mixed

pytest.importorskip("torch", reason="the trained generators need torch")
DIFFUSION, GAN, VAE = GENERATORS


@pytest.mark.parametrize(
    ("cls", "changes"), [(DIFFUSION, {}), (GAN, {}), (GAN, {"encoding": "modes", "loss": "hinge"}), (VAE, {})]
)
def test_a_loaded_generator_makes_the_same_rows(cls, changes, tmp_path):
    X, y = mixed(500, 120)
    X["bin"] = pd.cut(X["n_items"], 4)
    X["shop"] = np.arange(len(X)).astype(str)
    changes = {
        "condition_columns": ["country"],
        "permitted_range": {"at": (pd.Timestamp("2024-03-26"), None)},
        **changes,
    }
    sampler = trained(cls, X, y, immutable=["grade", "local"], **changes)
    sampler.save(tmp_path / "generator.zip")
    loaded = cls.load(tmp_path / "generator.zip")
    given = {"country": "AT"}
    pd.testing.assert_frame_equal(loaded.generate(30, given=given), sampler.generate(30, given=given))
    pd.testing.assert_frame_equal(loaded.losses_, sampler.losses_)
    assert loaded.get_params() == sampler.get_params()
    assert loaded.verdict_ == sampler.verdict_


def test_a_loaded_generator_knows_its_classes_and_can_be_saved_again(tmp_path):
    sampler = trained(VAE, *lines())
    sampler.save(tmp_path / "one")
    loaded = VAE.load(tmp_path / "one")
    loaded.save(tmp_path / "two")
    again = VAE.load(tmp_path / "two")
    assert again.classes_.tolist() == [0, 1]
    pd.testing.assert_frame_equal(again.generate(5, label=0), sampler.generate(5, label=0))
    with pytest.raises(ValueError, match=r"label needs one of \[0, 1\]"):
        again.generate(5, label=9)


def test_the_file_holds_neither_pickles_nor_rows(tmp_path):
    X, y = lines()
    trained(VAE, X, y).save(tmp_path / "file")
    with zipfile.ZipFile(tmp_path / "file") as archive:
        assert {name.rsplit(".")[-1] for name in archive.namelist()} == {"json", "npy"}
        sizes = [len(np.load(archive.open(n), allow_pickle=False)) for n in archive.namelist() if n.endswith("npy")]
        words = archive.read("state.json").decode()
    assert len(X) not in sizes
    assert "synthbalance." not in words  # nor the places of our modules, which may move


def test_constraints_are_not_saved_and_can_be_given_again(tmp_path):
    sampler = trained(VAE, *lines(), constraints=[lambda frame: frame["a"] > 0])
    with pytest.warns(sb.DataWarning, match=r"pass them again to load\(path, constraints="):
        sampler.save(tmp_path / "file")
    assert (VAE.load(tmp_path / "file").generate(50)["a"] < 0).any()
    loaded = VAE.load(tmp_path / "file", constraints=[lambda frame: frame["a"] > 0])
    assert (loaded.generate(50)["a"] > 0).all()


def test_an_unfitted_generator_cannot_be_saved(tmp_path):
    with pytest.raises(ValueError, match="not fitted"):
        VAE().save(tmp_path / "file")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        VAE.load(tmp_path / "nothing")


@pytest.mark.parametrize("content", [b"", b"amount,fraud\n1,0\n"])
def test_a_file_of_another_kind_is_refused(content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError, match=r"needs to be a file that VAESampler\.save wrote"):
        VAE.load(tmp_path / "file")


def rewritten(path, **changes):
    """The saved file at `path` with another about.json."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    about = {**json.loads(parts["about.json"]), **changes}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, "about.json": json.dumps(about)}.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": 99, "written_by": "9.9"}, "written by synthbalance 9.9 in format 99; .* Upgrade: pip install"),
        ({"class": "DiffusionSampler"}, r"holds a DiffusionSampler, not a VAESampler. Use DiffusionSampler\.load"),
        ({"format": "other"}, "it is another program's"),
    ],
)
def test_a_file_from_elsewhere_is_refused(changes, words, tmp_path):
    trained(VAE, *lines()).save(tmp_path / "file")
    rewritten(tmp_path / "file", **changes)
    with pytest.raises(ValueError, match=words):
        VAE.load(tmp_path / "file")


def test_a_zip_of_something_else_and_a_damaged_file_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other", "w") as archive:
        archive.writestr("readme.txt", "hello")
    trained(VAE, *lines()).save(tmp_path / "file")
    whole = (tmp_path / "file").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    for name in ("other", "half"):
        with pytest.raises(ValueError, match="or is damaged"):
            VAE.load(tmp_path / name)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5, "x", None, True],
        {(1, "a"): pd.Timestamp("2024-01-01", tz="Europe/Vienna"), 2: pd.Timedelta("3h")},
        pd.CategoricalDtype(pd.interval_range(0, 3), ordered=True),
        pd.DatetimeTZDtype("ns", "Europe/Vienna"),
        pd.Int64Dtype(),
    ],
)
def test_values_come_back_from_json_as_they_were(value):
    arrays = {}
    assert from_plain(json.loads(json.dumps(to_plain(value, arrays))), arrays) == value


def test_a_function_cannot_be_held():
    with pytest.raises(ValueError, match="numbers, texts, dates and lists of them, got <function"):
        to_plain({"f": lambda: 0}, {})
