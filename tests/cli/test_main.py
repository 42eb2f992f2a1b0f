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


def helped(*arguments):
    """What --help prints, in a process that fails where something heavy was loaded for it."""
    code = (
        "import sys\n"
        "from synthbalance.cli import main\n"
        f"try:\n    main([*{arguments!r}, '--help'])\n"
        "except SystemExit:\n    pass\n"
        "sys.exit(bool({'pandas', 'lightgbm', 'sklearn', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_help_names_the_commands_and_loads_nothing_heavy():
    said = helped()
    assert all(name in said for name in ("demo", "doctor", "lab", "rebalance", "score", "advise"))


@pytest.mark.parametrize("command", ["rebalance", "score", "advise"])
def test_help_of_a_command_has_an_example_and_the_exit_codes_and_loads_nothing_heavy(command):
    said = helped(command)
    assert f"\nExample: synthbalance {command} payments.parquet --target is_fraud" in said
    words = " ".join(said.split())
    for code in ("0 all went well", "1 something needed", "2 something", "3 a result could not", "130 stopped"):
        assert code in words


def test_help_lists_every_strategy():
    said = " ".join(helped("score").split())
    assert ", ".join(sb.STRATEGIES) in said


def test_the_example_in_the_help_can_be_run_as_it_is(tmp_path, monkeypatch):
    example = next(line for line in helped("rebalance").splitlines() if line.startswith("Example: "))
    monkeypatch.chdir(tmp_path)
    sb.load_transactions(n_rows=2000, fraud_rate=0.02).to_parquet("payments.parquet")
    assert main(example.removeprefix("Example: synthbalance ").split()) == 0
    assert (tmp_path / "new.holdout.parquet").is_file()


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
