import subprocess
import sys

import pytest

import synthbalance as sb
from synthbalance.cli import _doctor, main


def run_cli(*arguments, **settings):
    command = [sys.executable, "-m", "synthbalance.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **settings)


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"synthbalance {sb.__version__}\n"


def test_help_names_the_commands_and_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from synthbalance.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "sys.exit(bool({'pandas', 'lightgbm', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in ("demo", "doctor", "lab"))


def test_an_error_of_the_user_is_one_sentence_without_a_traceback(tmp_path):
    (tmp_path / "file").write_text("mine")
    done = run_cli("demo", "--quick", "--out", "file", cwd=tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("synthbalance: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "error", [ValueError("ratio needs 0.05.\nTry it."), FileNotFoundError("no file"), TypeError("x")]
)
def test_errors_of_the_kit_end_with_2(monkeypatch, capsys, error):
    def failing(*_):
        raise error

    monkeypatch.setattr(_doctor, "run", failing)
    assert main(["doctor"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err == f"synthbalance: {' '.join(str(error).split())}\n"


def test_an_interrupt_ends_with_130_and_one_line(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(_doctor, "run", interrupted)
    assert main(["doctor"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_an_unknown_command_says_which_there_are(capsys):
    with pytest.raises(SystemExit) as end:
        main(["rebalanse"])
    assert end.value.code == 2
    assert "demo" in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_fault():
    for arguments in (["doctor"], ["doctor", "--json"]):
        command = [sys.executable, "-m", "synthbalance.cli", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdout.close()
        assert process.stderr.read() == "" and process.wait(timeout=60) == 0
