"""Encodings: marked, plain, guessed from the words, stated, and bytes that fit none."""

import codecs

import pytest

from synthbalance._errors import DataWarning
from synthbalance.datasets import read_table
from synthbalance.datasets._bytes import Bytes
from synthbalance.table import source_of

GERMAN = "ort;betrag\nKöln;1,5\nMünchen;2,5\nGroß Düben;3,5\n"
FRENCH = "ville,note\nNîmes,1\nBesançon,2\nà côté de Saint-Étienne,3\n"
SPOKEN = {
    "cp1252": GERMAN,
    "latin-1": FRENCH,
    "cp1250": "miasto;kwota\nŁódź;1\nKraków;2\nWrocław;3\nGdańsk;4\nPoznań;5\n",
    "cp850": GERMAN,
    "mac_roman": FRENCH,
    "cp1251": "город;сумма\nМосква;1\nКазань;2\nНовосибирск;7\n",
    "koi8_r": "город;сумма\nМосква;1\nКазань;2\nНовосибирск;7\n",
    "cp1253": "πόλη;ποσό\nΑθήνα;1\nΠάτρα;2\nΘεσσαλονίκη;3\n",
    "shift_jis": "都市,金額\n東京,1\n大阪市,2\nさっぽろ,3\n",
    "gb18030": "城市,金额\n北京,1\n上海,2\n广州,3\n",
    "cp949": "도시,금액\n서울,1\n부산,2\n대구,3\n",
}


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", SPOKEN)
def test_text_that_is_not_utf8_is_told_by_its_words_and_said_to_be_guessed(tmp_path, encoding):
    text = SPOKEN[encoding]
    path = written(tmp_path / "a.csv", text, encoding)
    with pytest.warns(DataWarning, match=r"encoding \w+: utf-8 does not fit \(line [12]\)"):
        frame = read_table(path)
    first_column = [line.replace(";", ",").split(",")[0] for line in text.splitlines()]
    assert [frame.columns[0], *frame.iloc[:, 0]] == first_column


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_states_the_encoding_and_is_no_part_of_the_first_name(tmp_path, encoding, recwarn):
    frame = read_table(written(tmp_path / "a.csv", "ort,n\nKöln,1\n", encoding))
    assert frame.to_dict("list") == {"ort": ["Köln"], "n": [1]}
    assert frame.attrs.get("assumed") == (
        None if encoding == "utf-8-sig" else [f"encoding {encoding} (byte order mark)"]
    )
    assert not recwarn.list


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zeros(tmp_path, encoding):
    path = written(tmp_path / "a.csv", "ort,n\nKöln,1\n東京,2\n", encoding)
    with pytest.warns(DataWarning, match=f"encoding {encoding}: every second byte is zero"):
        assert read_table(path)["ort"].tolist() == ["Köln", "東京"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "U8", "latin1"])
def test_a_stated_encoding_is_taken_and_remembered_in_silence(tmp_path, encoding, recwarn):
    frame = read_table(written(tmp_path / "a.csv", "ort,n\nKöln,1\n", encoding), encoding=encoding)
    assert frame["ort"].tolist() == ["Köln"]
    assert f"encoding={encoding!r}" in source_of(frame)["call"]
    assert "assumed" not in frame.attrs
    assert not recwarn.list


def test_one_stray_byte_far_down_is_found_and_its_line_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"ort,n\n" + b"Bonn,1\n" * 200_000 + "Köln,2\n".encode("cp1252"))
    with pytest.warns(DataWarning, match=r"encoding cp1252: utf-8 does not fit \(line 200002\)"):
        assert read_table(path)["ort"].iloc[-1] == "Köln"


def test_the_words_are_looked_for_where_utf8_ends(tmp_path):
    path, words = tmp_path / "a.csv", "Москва,2\nНовосибирск,3\nПермь,4\nКазань,5\n" * 3
    path.write_bytes(b"ort,n\n" + b"Bonn,1\n" * 100_000 + words.encode("koi8_r"))
    with pytest.warns(DataWarning, match="encoding koi8_r"):
        assert read_table(path)["ort"].iloc[-1] == "Казань"


def test_a_sign_within_a_word_speaks_against_an_encoding(tmp_path):
    path = written(tmp_path / "a.csv", "ort,n\nKöln,1\n", "cp850")
    with pytest.warns(DataWarning, match="encoding cp850"):
        assert read_table(path)["ort"].tolist() == ["Köln"]


def test_a_mark_is_skipped_where_the_encoding_is_stated_too(tmp_path):
    path = written(tmp_path / "a.csv", "\ufefforte,n\nKöln,1\n", "utf-16-le")
    assert read_table(path, encoding="utf-16-le").columns.tolist() == ["orte", "n"]


def test_a_part_of_a_wide_text_ends_with_a_whole_line(tmp_path):
    path = written(tmp_path / "a.csv", "a,b\n1,ਂ\n2,Āਂx\n", "utf-16-be")
    assert path.read_bytes().rfind(b"\0\n") > path.read_bytes().rfind("\n2".encode("utf-16-be"))
    part = Bytes(path, "utf-16-be", limit=path.stat().st_size - 4)
    assert part.open().read().decode("utf-16-be") == "a,b\n1,ਂ\n"


def test_a_character_over_the_edge_of_two_pieces_is_whole(tmp_path, recwarn):
    path = written(tmp_path / "a.csv", "ort,n\n" + "é" * ((1 << 20) - 3) + ",1\n")
    assert set(read_table(path)["ort"][0]) == {"é"}
    assert not recwarn.list


def test_a_file_that_ends_within_a_character_is_not_utf8(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("n,ort\n1,Köl".encode() + "ö".encode()[:1])
    with pytest.raises(ValueError, match="line 2: the text is not in the encoding 'utf-8'"):
        read_table(path, encoding="utf-8")


def test_text_in_another_encoding_than_stated_names_line_and_a_likely_one(tmp_path):
    path = written(tmp_path / "a.csv", "ort,n\nBonn,1\nKöln,2\n", "cp1252")
    with pytest.raises(ValueError, match=r"line 3: the text is not in the encoding 'utf-8'. .*encoding='cp1252'"):
        read_table(path, encoding="utf-8")
    path = written(tmp_path / "b.csv", "ort,n\nKöln,2\n", "utf-16")
    with pytest.raises(ValueError, match="encoding='utf-16'"):
        read_table(path, encoding="utf-8")


def test_bytes_that_make_sense_in_no_encoding_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + bytes(range(128, 256)) + b",1\n")
    with pytest.raises(ValueError, match="line 2: the text is neither UTF-8 nor in an encoding that can be told"):
        read_table(path)


@pytest.mark.parametrize("encoding", ["klingon", "", 8, "base64", "a\0b"])
def test_an_unknown_encoding_is_refused(tmp_path, encoding):
    with pytest.raises(ValueError, match="encoding needs the name of a text encoding"):
        read_table(written(tmp_path / "a.csv", "x,y\n1,2\n"), encoding=encoding)


def test_every_encoding_that_may_be_guessed_exists():
    from synthbalance.datasets import _encoding

    assert all(codecs.lookup(name) for name in (*_encoding._LATIN, *_encoding._OTHERS))
