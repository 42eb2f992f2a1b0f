"""How each outcome ends: the exit codes, and the error that has one of its own."""

OK, MISSING, USER_ERROR, WRITE_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
IN_WORDS = (
    "exit codes: 0 all went well; 1 something needed is not installed; 2 something that you can mend (a name, an "
    "option, the data, a file that is there already); 3 a result could not be written (disk full, folder not "
    "writable); 130 stopped by Ctrl-C or a signal. Nothing half-written is left behind by any of them."
)


class WriteFailed(OSError):
    """A result could not be written, whatever was asked for."""
