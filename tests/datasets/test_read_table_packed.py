"""Packed csv and tsv: the same table, the same limits, and a clear sentence for every archive that is none."""

import bz2
import gzip
import io
import lzma
import os
import zipfile

import pandas as pd
import pyarrow as pa
import pytest

import synthbalance as sb
from synthbalance._errors import DataWarning
from synthbalance.datasets import PLAIN, READABLE, _text, plain_name, read_table

PACKED = ["gz", "bz2", "zip", "xz", "zst"]


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def packed(content, kind):
    if kind == "zip":
        return zipped(table=content)
    if kind == "zst":
        return pa.Codec("zstd").compress(content, asbytes=True)
    return {"gz": gzip, "bz2": bz2, "xz": lzma}[kind].compress(content)


def written(path, content):
    path.write_bytes(content)
    return path


@pytest.fixture
def payments():
    return sb.load_transactions(500)


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize(("ending", "separator"), [("csv", ","), ("TSV", "\t")])
def test_a_packed_text_is_the_same_table(tmp_path, payments, kind, ending, separator, recwarn):
    text = payments.to_csv(index=False, sep=separator).encode()
    plain = read_table(written(tmp_path / f"a.{ending}", text))
    path = written(tmp_path / f"a.{ending}.{kind}", packed(text, kind))
    pd.testing.assert_frame_equal(read_table(path), plain)
    wanted = ["is_fraud", "amount"]
    narrow = read_table(path, columns=wanted, float32=True)
    pd.testing.assert_frame_equal(narrow, plain[wanted].astype({"amount": "float32"}))
    assert read_table(path, rows=len(plain)).attrs["synthbalance"]["call"] == f"sb.read_table({str(path)!r}, rows=500)"
    assert not recwarn.list


@pytest.mark.parametrize("kind", PACKED)
def test_pandas_and_we_write_and_read_each_others_archives(tmp_path, kind):
    if kind == "zst":
        pytest.importorskip("zstandard", reason="pandas needs zstandard to pack zst")
    frame = pd.DataFrame({"x": [1, 2], "y": ["a", "b"]})
    frame.to_csv(tmp_path / f"a.csv.{kind}", index=False)
    pd.testing.assert_frame_equal(read_table(tmp_path / f"a.csv.{kind}"), frame)


@pytest.mark.parametrize("kind", PACKED)
def test_the_first_rows_need_no_more_than_the_start_of_the_archive(tmp_path, kind):
    lines = b"".join(b"%d,%d\n" % (k, k * k % 9973) for k in range(300_000))
    whole = packed(b"a,b\n" + lines, kind)
    if kind in ("gz", "xz", "zst"):
        whole = whole[: len(whole) // 2]  # without its end it cannot be read as a whole
    path = written(tmp_path / f"a.csv.{kind}", whole)
    with pytest.warns(DataWarning, match="the first 3 rows only, there are more"):
        assert read_table(path, rows=3)["b"].tolist() == [0, 1, 4]


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_packed_text_is_decoded_like_any_other(tmp_path, kind, encoding):
    text = "a;ort\n" + '1,5;"Köln,\nam Rhein"\n' * 500
    path = written(tmp_path / f"a.csv.{kind}", packed(text.encode(encoding), kind))
    frame = read_table(path, encoding=encoding)
    assert frame["a"].tolist() == [1.5] * 500 and frame["ort"][499] == "Köln,\nam Rhein"


@pytest.mark.filterwarnings("ignore:.*utf-8 does not fit:synthbalance._errors.DataWarning")
@pytest.mark.parametrize("kind", PACKED)
def test_an_encoding_is_found_far_down_in_an_archive(tmp_path, kind):
    text = b"a,ort\n" + b"1,Wien\n" * 200_000 + "2,Köln und Zürich\n".encode("cp1252")
    assert read_table(written(tmp_path / f"a.csv.{kind}", packed(text, kind)))["ort"].iloc[-1] == "Köln und Zürich"


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("rows", [None, 150_000])
def test_an_archive_that_is_cut_off_is_refused(tmp_path, kind, rows):
    whole = packed(b"a,b\n" + os.urandom(400_000).hex().encode() + b",1\n", kind)
    path = written(tmp_path / f"a.csv.{kind}", whole[: len(whole) * 2 // 3])
    with pytest.raises(ValueError, match=rf"a\.csv\.{kind}' is no readable \w+ archive \(.+\)\. .*copy it again"):
        read_table(path, rows=rows)


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PAR1\x15\x04 and so on", bytes(500)])
def test_what_is_no_archive_is_refused_with_the_way_out(tmp_path, kind, content):
    with pytest.raises(ValueError, match=r"is no readable \w+ archive .* rename it by what it is") as caught:
        read_table(written(tmp_path / f"a.csv.{kind}", content))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", PACKED)
def test_an_archive_of_an_empty_file_is_said_to_be_empty(tmp_path, kind):
    with pytest.raises(ValueError, match=r"holds an empty file \(0 bytes\)"):
        read_table(written(tmp_path / f"a.csv.{kind}", packed(b"", kind)))
    with pytest.raises(ValueError, match="is empty"):
        read_table(written(tmp_path / f"b.csv.{kind}", b""))


@pytest.mark.parametrize("kind", PACKED)
def test_an_error_in_a_packed_text_names_archive_and_line(tmp_path, kind):
    path = written(tmp_path / f"a.csv.{kind}", packed(b"a,b\n1,2\n1,2,3\n", kind))
    with pytest.raises(ValueError, match=rf"a\.csv\.{kind}', line 3: needs 2 values"):
        read_table(path)


def test_a_zip_of_several_files_names_them(tmp_path):
    path = written(tmp_path / "a.csv.zip", zipped(**{"jan.csv": "a,b\n1,2\n", "feb.csv": "a,b\n3,4\n"}))
    with pytest.raises(ValueError, match=r"one file in it, found 2 \('jan.csv', 'feb.csv'\)\. Unpack it first"):
        read_table(path)
    with pytest.raises(ValueError, match=r"one file in it, found none"):
        read_table(written(tmp_path / "b.csv.zip", zipped()))


def test_what_a_system_adds_to_a_zip_does_not_count(tmp_path):
    members = {"__MACOSX/._a.csv": "x", ".DS_Store": "x", "folder/": "", "folder/a.csv": "a,b\n1,2\n"}
    assert read_table(written(tmp_path / "a.csv.zip", zipped(**members))).to_dict("list") == {"a": [1], "b": [2]}


def test_a_zip_with_a_password_says_so(tmp_path):
    content = bytearray(zipped(**{"a.csv": "a,b\n1,2\n"}))
    content[6] |= 1  # the flag of the member, and that of the list at the end
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ValueError, match=r"is a zip archive with a password\. Unpack it first"):
        read_table(written(tmp_path / "a.csv.zip", bytes(content)))


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
def test_an_archive_without_its_ending_is_told_how_to_be_called(tmp_path, kind):
    with pytest.raises(ValueError, match=rf"archive\. Rename it to end in \.tsv\.{kind}, which is unpacked"):
        read_table(written(tmp_path / "a.tsv", packed(b"a\tb\n1\t2\n", kind)))


def test_another_kind_of_file_in_an_archive_is_told(tmp_path):
    inside = packed(b"PAR1\x15\x04", "gz")
    with pytest.raises(ValueError, match=r"is no text: what is in it looks like a parquet file\. Unpack it first"):
        read_table(written(tmp_path / "a.csv.gz", inside))


def test_several_archives_one_after_the_other_are_one_text(tmp_path):
    content = packed(b"a,b\n1,2\n", "gz") + packed(b"3,4\n", "gz")
    assert read_table(written(tmp_path / "a.csv.gz", content))["b"].tolist() == [2, 4]
    content = packed(b"a,b\n1,2\n", "zst") + packed(b"3,4\n", "zst")
    assert read_table(written(tmp_path / "a.csv.zst", content))["b"].tolist() == [2, 4]


def test_names_and_endings_are_parted_alike_everywhere():
    assert [plain_name(f"p.2025{ending}") for ending in PLAIN] == [("p.2025", ending) for ending in PLAIN]
    assert {plain_name(f"P{ending.upper()}")[1].lower() for ending in READABLE} == set(PLAIN)


@pytest.mark.parametrize("kind", PACKED)
def test_a_text_too_long_to_be_held_is_unpacked_again(tmp_path, monkeypatch, kind):
    text = "a,ort\n" + '1,"Köln,\nam Rhein"\n' * 200
    path = written(tmp_path / f"a.csv.{kind}", packed(text.encode(), kind))
    held = read_table(path)
    monkeypatch.setattr(_text, "_KEPT", 100)
    pd.testing.assert_frame_equal(read_table(path), held)
