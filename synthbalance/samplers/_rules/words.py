"""The words of the rule language: which keys a scenario has, which verbs a rule, and what may stand beside each."""

ROWS = ("rare", "others", "all")
UNITS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
PARTS = ("minute", "hour", "day", "weekday", "month")
TESTS = ("is", "not", "in", "not_in", "above", "at_least", "below", "at_most", "missing")
EARLIER_ROWS = "rows"

SCENARIO = ("name", "description", "weight", "label", "base", "where", "donors", "burst", "set", "when")
SHIPPED = ("typology", "columns", "name", "description", "weight", "label")
BURST = ("size", "gap", "time", "unit", "same")
DONOR = ("of", "where")
WHEN = ("if", "set")

GENERAL = ("share", "keep", "once", "only")
KEEPS = ("missing", "atoms")
ONLY = ("first", "later")

# what a rule does -> the words that may stand beside it, other than the general ones
VERBS = {
    "value": ("rising",),
    "choice": ("weights",),
    "range": ("log", "rising"),
    "quantile": ("of", "rising"),
    "seen": ("different",),
    "donor": (),
    "copy": (),
    "times": ("by",),
    "plus": ("by",),
    "scale": ("rising",),
    "shift": (),
    "follow": (),
    "part": ("from",),
    "earlier": ("within",),
    "elapsed": (),
}
NEEDED = {"times": ("by",), "plus": ("by",), "part": ("from",), "earlier": ("within",)}
IN_BURSTS_ONLY = ("earlier", "elapsed")
MOST_IN_BURST = 1_000
