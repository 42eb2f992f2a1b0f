"""Three kinds of payment fraud as scenarios; ``@role`` stands for a column, and what needs an absent one is left out.

Each kind has one or more forms, the richest first; the first one whose columns are there is used.
"""

_TIMED = ("time", "hours_since_last", "count_1h", "count_24h")
_OF_SHOP = ("distance", "country", "category", "channel", "authenticated", "device_age", "terminal")
_OF_SHOP_TODAY = ("terminal_count_24h", "terminal_magstripe_24h")

# what the customer's own look backs say of the rows before it in a burst
_HISTORY = {
    "@hour": {"part": "hour", "from": "@time"},
    "@count_1h": {"earlier": "rows", "within": "1h"},
    "@count_24h": {"earlier": "rows", "within": "24h"},
    "@count_7d": {"earlier": "rows", "within": "7D"},
    "@sum_24h": {"earlier": "@amount", "within": "24h"},
    "@ratio_30d": {"follow": "@amount"},
    "@hours_since_last": {"elapsed": "hours"},
}
_SMALL = {"quantile": [0.0, 0.05], "of": "others"}
_FROM_SHOP = {"donor": "shop", "once": True}

_TESTING = "Many small amounts in quick succession, to see which stolen cards still work."
_TRAVEL = "Two payments with one card, farther apart than anybody travels in the time between."

ONE_SHOP_MANY_CARDS = {
    "name": "card testing",
    "description": _TESTING,
    "burst": {"size": [5, 20], "gap": [2, 60], "time": "@time", "same": ["@terminal"]},
    "donors": {"shop": {"of": "all", "where": {"@channel": "online"}}},
    "set": {
        "@amount": _SMALL,
        "@hour": _HISTORY["@hour"],
        "@channel": _FROM_SHOP,
        "@category": _FROM_SHOP,
        "@country": _FROM_SHOP,
        "@distance": _FROM_SHOP,
        "@authenticated": False,
        "@device_age": {"range": [0, 3]},
        "@visits_30d": 0,
        "@ratio_30d": {"follow": "@amount"},
        "@terminal_count_24h": [_FROM_SHOP, {"earlier": "rows", "within": "24h"}],
        "@terminal_ratio_30d": _SMALL,
        "@terminal_magstripe_24h": _FROM_SHOP,
    },
}
ONE_CARD = {
    "name": "card testing",
    "description": _TESTING,
    "burst": {"size": [4, 10], "gap": [5, 90], "time": "@time", "same": "all"},
    "set": {"@amount": _SMALL, **_HISTORY},
}
AMOUNT_BURST = {
    "name": "amount burst",
    "description": "Large and rising amounts from one customer at one shop within hours, before the card is blocked.",
    "burst": {"size": [3, 6], "gap": [60, 3600], "time": "@time", "same": "all"},
    "set": {
        "@amount": {"quantile": [0.8, 0.95], "of": "others", "rising": [1.1, 1.5]},
        **_HISTORY,
        "@visits_30d": {"earlier": "rows", "within": "30D"},
        "@terminal_count_24h": {"earlier": "rows", "within": "24h"},
        "@terminal_ratio_30d": {"follow": "@amount"},
    },
    "when": [
        {
            "if": {"@channel": "magstripe"},
            "set": {"@terminal_magstripe_24h": {"earlier": "rows", "within": "24h"}},
        }
    ],
}


def _travel(donors, columns):
    return {
        "name": "impossible travel",
        "description": _TRAVEL,
        "burst": {"size": [2, 2], "gap": ["5 min", "1h"], "time": "@time", "same": "all"},
        "donors": donors,
        "set": {**_HISTORY, "@visits_30d": {"value": 0, "only": "later"}, **columns},
    }


_NEAR_THEN_FAR = [{"donor": "near", "only": "first"}, {"donor": "far", "only": "later"}]
_ELSEWHERE = {"seen": "all", "different": True, "only": "later"}
BY_DISTANCE = _travel(
    {
        "near": {"of": "all", "where": {"@distance": {"at_most": 50}}},
        "far": {"of": "all", "where": {"@distance": {"at_least": 500}}},
    },
    {f"@{role}": _NEAR_THEN_FAR for role in (*_OF_SHOP, *_OF_SHOP_TODAY)},
)
BY_COUNTRY = _travel({}, {"@country": _ELSEWHERE, "@terminal": _ELSEWHERE})
BY_TERMINAL = _travel({}, {"@terminal": _ELSEWHERE})

# kind -> forms: (roles of which all are needed, roles of which one is needed, scenario)
TYPOLOGIES = {
    "card testing": [
        (("amount",), ("terminal", "terminal_count_24h"), ONE_SHOP_MANY_CARDS),
        (("amount",), _TIMED, ONE_CARD),
    ],
    "amount burst": [(("amount",), _TIMED, AMOUNT_BURST)],
    "impossible travel": [
        (("distance",), _TIMED, BY_DISTANCE),
        (("country",), _TIMED, BY_COUNTRY),
        (("terminal",), _TIMED, BY_TERMINAL),
    ],
}
