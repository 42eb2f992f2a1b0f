"""The warning and the exception that every layer shares."""


class DataWarning(UserWarning):
    """Something about the user's rows that would mislead whoever reads the scores."""


class Cancelled(Exception):
    """Raised where `on_progress` answered False; nothing half-made is left behind."""
