"""Files that cannot be read: one clear sentence each, with the line and the way out."""

from pathlib import Path

import pandas as pd
import pytest

from synthbalance.datasets import read_table


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_missing_file_names_those_that_look_like_it(tmp_path):
    written(tmp_path / "payments.csv", "x,y\n1,2\n")
    with pytest.raises(FileNotFoundError, match=r"no file .*paymnets.csv.* Did you mean 'payments.csv'\?"):
        read_table(tmp_path / "paymnets.csv")
    with pytest.raises(FileNotFoundError, match=r"Did you mean 'payments.csv'\?"):
        read_table(tmp_path / "payments.parquet")


def test_a_missing_file_with_nothing_like_it_says_where_it_looked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        read_table("zzz.csv")
    assert str(tmp_path) in str(caught.value)
    assert "mean" not in str(caught.value)


def test_a_missing_folder_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="folder is not there either"):
        read_table(tmp_path / "nowhere" / "a.csv")


def test_a_folder_says_what_it_holds(tmp_path):
    with pytest.raises(IsADirectoryError, match=r"is a folder. It holds no .csv"):
        read_table(tmp_path)
    written(tmp_path / "a.csv", "x,y\n1,2\n")
    with pytest.raises(IsADirectoryError, match=r"is a folder\. It holds 'a.csv'"):
        read_table(tmp_path)


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.gz", "a.parquet.gz", "a.csv.7z"])
def test_an_unknown_ending_lists_the_known_ones(tmp_path, name):
    with pytest.raises(ValueError, match=r" .csv, .tsv, .parquet, .feather, or in .csv or .tsv and .gz, .+ .zst, got"):
        read_table(written(tmp_path / name, "x"))


@pytest.mark.parametrize("path", [None, 3, "", pd.DataFrame()])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError, match="path needs the name of a file"):
        read_table(path)


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "feather"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, ending):
    with pytest.raises(ValueError, match="is empty"):
        read_table(written(tmp_path / f"a.{ending}", ""))


@pytest.mark.parametrize("ending", ["parquet", "feather"])
@pytest.mark.parametrize("content", [b"PAR1 this is not a table PAR1", b"a,b\n1,2\n", bytes(200)])
def test_a_damaged_binary_file_is_refused(tmp_path, ending, content):
    with pytest.raises(ValueError, match=f"no readable {ending} file .* write or copy it again"):
        read_table(written(tmp_path / f"a.{ending}", content))


def test_a_parquet_file_cut_in_half_is_refused(tmp_path):
    pd.DataFrame({"x": range(1000)}).to_parquet(tmp_path / "whole.parquet")
    content = (tmp_path / "whole.parquet").read_bytes()
    with pytest.raises(ValueError, match="no readable parquet file"):
        read_table(written(tmp_path / "half.parquet", content[: len(content) // 2]))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_header_without_rows_is_refused(tmp_path, ending):
    frame, path = pd.DataFrame({"x": [], "y": []}), tmp_path / f"a.{ending}"
    frame.to_csv(path, index=False) if ending == "csv" else frame.to_parquet(path)
    with pytest.raises(ValueError, match="has 2 columns, but no rows"):
        read_table(path)


def test_blank_lines_only_are_refused(tmp_path):
    with pytest.raises(ValueError, match="holds blank lines only"):
        read_table(written(tmp_path / "a.csv", "\n\n"))


def test_one_column_says_which_separator_was_tried(tmp_path):
    path = written(tmp_path / "a.csv", "x:y\n1:2\n")
    with pytest.raises(ValueError, match=r"one, 'x:y', with the separator comma \(','\), guessed, .* separator=\.\.\."):
        read_table(path)
    with pytest.raises(ValueError, match=r"separator semicolon \(';'\), as stated"):
        read_table(path, separator=";")
    assert read_table(path, separator=":").shape == (1, 2)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a,b\n1,2\n1,2,3\n", 3, 3),
        ("a,b,c\n1,2,3\n\n1,2\n1,2,3\n", 4, 2),
        ("a,b\n1,2,3\n4,5,6\n", 2, 3),
        ('a,b\n"x\ny",2\n"p\nq",2,3\n', 4, 3),
    ],
)
def test_rows_of_different_length_name_the_line(tmp_path, text, line, found):
    with pytest.raises(ValueError, match=rf"line {line}: needs \d values like the header, found {found}"):
        read_table(written(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n1,"' + "x,1\n" * 40_000,
        'a,b\n1,"x\n',
        'a,b\n1,"x',
        'a,b\n1,"5"" disk\n2,y\n',
        'a"x,b\n1,"y\n2,z\n',
    ],
)
def test_a_quote_that_is_never_closed_is_refused(tmp_path, text):
    with pytest.raises(ValueError, match=r"line 2: .*quote that is never closed .*Check the quotes"):
        read_table(written(tmp_path / "a.csv", text))


def test_quotes_within_values_are_values(tmp_path):
    text = 'a,b\n5" disk,"x"\n3" disk,"y\nz"\n"1"2,8" tape\n'
    frame = read_table(written(tmp_path / "a.csv", text))
    assert frame.to_dict("list") == {"a": ['5" disk', '3" disk', "12"], "b": ["x", "y\nz", '8" tape']}


def test_repeated_column_names_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"unique column names, \['a'\] occur more than once"):
        read_table(written(tmp_path / "a.csv", "a,b,a\n1,2,3\n"))


@pytest.mark.parametrize("separator", ["", ",,", '"', "\n", "\0", "§", 3])
def test_a_separator_that_is_not_one_character_is_refused(tmp_path, separator):
    with pytest.raises(ValueError, match="separator needs one character"):
        read_table(written(tmp_path / "a.csv", "x,y\n1,2\n"), separator=separator)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "an Excel workbook or another zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"an old Excel workbook \(.xls\)"),
        (b"PAR1\x15\x04", "a parquet file"),
        (b"ARROW1\0\0", "a feather file"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"%PDF-1.7", "a PDF document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "a web page"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_another_kind_of_file_named_csv_says_what_it_looks_like(tmp_path, content, kind, ending):
    with pytest.raises(ValueError, match=f"is no text: it looks like {kind}"):
        read_table(written(tmp_path / f"a.{ending}", content))


def test_a_real_parquet_file_named_csv_says_what_it_looks_like(tmp_path):
    pd.DataFrame({"x": [1], "y": [2]}).to_parquet(tmp_path / "a.csv")
    with pytest.raises(ValueError, match=r"looks like a parquet file\. Rename it to end in .parquet"):
        read_table(tmp_path / "a.csv")


@pytest.mark.parametrize("content", [bytes(range(256)) * 20, b"a,b\n1,\0\n", bytes(100), b"\x7fELF\x02\x01\0\0" * 9])
def test_bytes_that_are_no_text_are_refused(tmp_path, content):
    with pytest.raises(ValueError, match="is no text: it holds bytes that are zero"):
        read_table(written(tmp_path / "a.csv", content))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_that_may_not_be_read_says_so_in_one_sentence(tmp_path, monkeypatch, ending):
    path = written(tmp_path / f"a.{ending}", "x,y\n1,2\n")

    def refuse(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionError) as caught:
        read_table(path)
    assert (
        str(caught.value)
        == f"{str(path)!r} may not be read by this user. Ask its owner, or copy it to a folder of yours."
    )


def test_unreadable_files_are_left_as_they_were(tmp_path):
    path = written(tmp_path / "a.csv", "a,b\n1,2,3\n")
    with pytest.raises(ValueError, match="line 2"):
        read_table(path)
    assert path.read_bytes() == b"a,b\n1,2,3\n"
