"""What the command line accepts, and how each outcome ends."""

import argparse
import signal
import sys
import threading

from synthbalance.cli._arguments import add_table_commands
from synthbalance.cli._codes import INTERRUPTED, MISSING, USER_ERROR, WRITE_FAILED, WriteFailed
from synthbalance.cli._console import Terminal


def main(argv=None):
    """Run the command line.

    Parameters
    ----------
    argv : list of str, optional
        Arguments without the program's name; those of the process where not given.

    Returns
    -------
    int
        0 if all went well, 1 if something needed is missing, 2 for what the user can mend, 3 where a result could not
        be written, 130 after Ctrl-C.
    """
    arguments = _parser().parse_args(argv)
    terminal = Terminal()
    with _EndsLikeCtrlC():
        return _run(arguments, terminal)


def _run(arguments, terminal):
    try:
        code = arguments.command(arguments, terminal)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        terminal.error("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        return terminal.close()
    except WriteFailed as error:
        return _told(error, terminal, WRITE_FAILED)
    except ImportError as error:
        return _told(error, terminal, MISSING)
    except (ValueError, TypeError, OSError) as error:
        return _told(error, terminal, USER_ERROR)


def _told(error, terminal, code):
    terminal.error(f"synthbalance: {' '.join(str(error).split())}")
    return code


def _parser():
    parser = argparse.ArgumentParser(
        prog="synthbalance", description="Rebalance a rare class and see what it is worth on real holdout rows."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_doctor(commands)
    _add_lab(commands)
    add_table_commands(commands, _command)
    return parser


def _add_demo(commands):
    words = "compare four strategies on simulated payments and on a real table, and write a data card"
    demo = commands.add_parser("demo", help=words, description=words[0].upper() + words[1:] + ".")
    demo.add_argument("--quick", action="store_true", help="a tenth of the rows and two seeds, in a few seconds")
    demo.add_argument("--out", default=".", metavar="DIR", help="folder for the card (default: this one)")
    demo.set_defaults(command=_command("_demo"))


def _add_doctor(commands):
    words = "say what is installed, what is missing, and what to do about it"
    doctor = commands.add_parser("doctor", help=words, description=words[0].upper() + words[1:] + ".")
    doctor.add_argument("--json", action="store_true", help="machine-readable, on stdout")
    doctor.set_defaults(command=_command("_doctor"))


def _add_lab(commands):
    words = "open JupyterLab on the quickstart notebook, or on files of yours"
    lab = commands.add_parser("lab", help=words, description=words[0].upper() + words[1:] + ".")
    lab.add_argument("files", nargs="*", metavar="FILE", help="notebooks or other files (default: the quickstart)")
    lab.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
    lab.set_defaults(command=_command("_lab"))


def _command(module):
    """The command's function, imported when it is called, so that --help is fast."""

    def run(arguments, terminal):
        from importlib import import_module

        return import_module(f"synthbalance.cli.{module}").run(arguments, terminal)

    return run


class _Version(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        import synthbalance as sb

        sys.stdout.write(f"synthbalance {sb.__version__}\n")
        parser.exit()


class _EndsLikeCtrlC:
    """A polite kill or a closed terminal unwinds like Ctrl-C, so that nothing half-written or running stays."""

    names = ("SIGTERM", "SIGHUP")

    def __enter__(self):
        self.before = {}
        if threading.current_thread() is threading.main_thread():
            known = [getattr(signal, name) for name in self.names if hasattr(signal, name)]
            self.before = {number: signal.signal(number, _interrupt) for number in known}

    def __exit__(self, *_):
        for number, handler in self.before.items():
            signal.signal(number, handler)


def _interrupt(number, frame):
    raise KeyboardInterrupt
