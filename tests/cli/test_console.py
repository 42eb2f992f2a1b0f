import io

import pytest

from synthbalance.cli._console import Terminal


@pytest.fixture
def printed(monkeypatch):
    """A Terminal whose stdout is a file of a given encoding, and what was written to it."""

    def make(encoding):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
        monkeypatch.setattr("sys.stdout", stream)
        return Terminal(), raw

    return make


def test_a_table_in_a_file_is_plain_text(printed):
    terminal, raw = printed("utf-8")
    terminal.table("Runs", ["Run", "Score"], [["None", "0.715"], ["[red]a[/red]", "\u22120.004"]])
    text = raw.getvalue().decode()
    assert "\x1b" not in text and "[red]a[/red]" in text and "\u22120.004" in text


def test_an_encoding_without_these_signs_gets_others(printed):
    terminal, raw = printed("ascii")
    terminal.say("Class weight ×3 loses \u22120.5\u202f% (a – b), ü")
    terminal.table("Runs", ["Run"], [["\u22121"]])
    text = raw.getvalue().decode("ascii")
    assert "Class weight x3 loses -0.5 % (a - b), ?" in text and "-1" in text


def test_words_are_no_markup(printed):
    terminal, raw = printed("utf-8")
    terminal.say("[bold]payments[/bold] :smile:")
    terminal.path("/tmp/[x]/card.html")
    assert "[bold]payments[/bold] :smile:" in raw.getvalue().decode()
    assert "/tmp/[x]/card.html" in raw.getvalue().decode()


def test_a_long_path_stays_on_one_line(printed):
    terminal, raw = printed("utf-8")
    terminal.path("/tmp/" + "x" * 300)
    assert raw.getvalue().decode().count("\n") == 1


def test_control_signs_of_the_data_are_spelled_out(printed):
    terminal, raw = printed("utf-8")
    terminal.say("\x1b[2Jname\r\x07 \udcff")
    terminal.path("/tmp/two\nlines\x1b")
    terminal.table("T\x1b", ["\x9b1m"], [["\x1b]0;title\x07"]])
    text = raw.getvalue().decode()
    assert not set("\x1b\r\x07\x9b") & set(text)
    assert "\\x1b[2Jname\\x0d\\x07 \\udcff" in text and "/tmp/two\\nlines\\x1b\n" in text
