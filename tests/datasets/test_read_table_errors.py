"""Files that cannot be read: one clear sentence each, with the line and the way out."""

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


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv.gz"])
def test_an_unknown_ending_lists_the_known_ones(tmp_path, name):
    with pytest.raises(ValueError, match=r"ends in .csv, .tsv, .parquet, .feather, got"):
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


def test_a_quote_that_is_never_closed_is_refused(tmp_path):
    long = 'a,b\n1,"' + "x,1\n" * 40_000
    with pytest.raises(ValueError, match=r"line 2: .*quote that is never closed"):
        read_table(written(tmp_path / "long.csv", long))
    with pytest.raises(ValueError, match="Check the quotes"):
        read_table(written(tmp_path / "short.csv", 'a,b\n1,"x\n'))


def test_repeated_column_names_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"unique column names, \['a'\] occur more than once"):
        read_table(written(tmp_path / "a.csv", "a,b,a\n1,2,3\n"))


def test_text_in_another_encoding_names_line_and_a_likely_one(tmp_path):
    with pytest.raises(ValueError, match=r"line 3: the text is not in the encoding 'utf-8'. .*encoding='cp1252'"):
        read_table(written(tmp_path / "a.csv", "ort,n\nBonn,1\nKöln,2\n".encode("cp1252")))
    with pytest.raises(ValueError, match="encoding='utf-16'"):
        read_table(written(tmp_path / "b.csv", "ort,n\nKöln,2\n".encode("utf-16")))


@pytest.mark.parametrize("encoding", ["klingon", None, 8])
def test_an_unknown_encoding_is_refused(tmp_path, encoding):
    with pytest.raises(ValueError, match="encoding needs the name of a text encoding"):
        read_table(written(tmp_path / "a.csv", "x,y\n1,2\n"), encoding=encoding)


@pytest.mark.parametrize("separator", ["", ",,", '"', "\n", 3])
def test_a_separator_that_is_not_one_character_is_refused(tmp_path, separator):
    with pytest.raises(ValueError, match="separator needs one character"):
        read_table(written(tmp_path / "a.csv", "x,y\n1,2\n"), separator=separator)


def test_unreadable_files_are_left_as_they_were(tmp_path):
    path = written(tmp_path / "a.csv", "a,b\n1,2,3\n")
    with pytest.raises(ValueError, match="line 2"):
        read_table(path)
    assert path.read_bytes() == b"a,b\n1,2,3\n"
