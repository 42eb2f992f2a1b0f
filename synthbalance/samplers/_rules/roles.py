"""Which column plays which part in a typology, and a typology with its columns filled in."""

from synthbalance.samplers._rules import checks
from synthbalance.samplers._rules.place import shown
from synthbalance.samplers._rules.typologies import TYPOLOGIES

# role -> names by which a column is known: those of `load_transactions`, then those of the Fraud Detection Handbook
ROLES = {
    "amount": ("amount", "TX_AMOUNT"),
    "time": ("paid_at", "TX_DATETIME"),
    "hour": ("hour",),
    "customer": ("customer_id", "CUSTOMER_ID"),
    "terminal": ("terminal_id", "TERMINAL_ID"),
    "category": ("merchant_category",),
    "channel": ("channel",),
    "country": ("country",),
    "distance": ("distance_km",),
    "authenticated": ("authenticated",),
    "device_age": ("device_age_days",),
    "count_1h": ("payments_1h",),
    "count_24h": ("payments_24h", "CUSTOMER_ID_NB_TX_1DAY_WINDOW"),
    "count_7d": ("payments_7d", "CUSTOMER_ID_NB_TX_7DAY_WINDOW"),
    "sum_24h": ("amount_24h",),
    "ratio_30d": ("amount_ratio_30d",),
    "hours_since_last": ("hours_since_last",),
    "visits_30d": ("visits_30d",),
    "terminal_count_24h": ("terminal_payments_24h", "TERMINAL_ID_NB_TX_1DAY_WINDOW"),
    "terminal_ratio_30d": ("terminal_amount_ratio_30d",),
    "terminal_magstripe_24h": ("terminal_magstripe_24h",),
}


class _Absent(Exception):
    """A role or donor that a rule needs is not there."""


def roles_in(names):
    """Dict role -> column, of the column names that are known."""
    there = set(names)
    found = {role: next((name for name in known if name in there), None) for role, known in ROLES.items()}
    return {role: name for role, name in found.items() if name is not None}


def roles_of_simulator():
    """Dict role -> column of `load_transactions`; it has no identities."""
    return {role: known[0] for role, known in ROLES.items() if role not in ("customer", "terminal")}


def with_columns(roles, columns):
    """Roles, with some stated by the user; None takes a role out.

    Raises
    ------
    ValueError
        If a role is unknown.
    """
    for role in columns:
        if role not in ROLES:
            raise ValueError(
                f"columns needs names among {', '.join(ROLES)}, got {shown(role)}. "
                f"{checks.nearest(role, ROLES) or 'Leave it out.'}"
            )
    return {role: name for role, name in {**roles, **columns}.items() if name is not None}


def forms_of(name, roles):
    """Every form of a typology that the roles are enough for, as scenarios; the richest first.

    Raises
    ------
    ValueError
        If there is no typology of that name.
    """
    known = name.replace("_", " ") if isinstance(name, str) else name
    if known not in TYPOLOGIES:
        raise ValueError(f"typology needs one of {', '.join(map(repr, TYPOLOGIES))}, got {shown(name)}.")
    there = set(roles)
    return [
        _filled(template, roles)
        for all_of, one_of, template in TYPOLOGIES[known]
        if there.issuperset(all_of) and not there.isdisjoint(one_of)
    ]


def first_form(name, roles):
    """The richest form of a typology.

    Raises
    ------
    ValueError
        If the roles are not enough for any, or the name is unknown.
    """
    forms = forms_of(name, roles)
    if not forms:
        needs = " or ".join(
            f"{' and '.join(all_of)} with one of {', '.join(one_of)}"
            for all_of, one_of, _ in TYPOLOGIES[name.replace("_", " ")]
        )
        raise ValueError(
            f"typology {name!r} needs columns for {needs}, got {', '.join(roles) or 'none'}. "
            f'Say which column is which: amount="TX_AMOUNT", time="TX_DATETIME", ...'
        )
    return forms[0]


def _filled(template, roles):
    """A scenario with columns in place of roles, without the parts whose columns are absent."""
    donors = _those_there(template.get("donors", {}), roles, ())
    same = template["burst"]["same"]
    burst = _those_there({**template["burst"], "same": "all"}, roles, ())
    burst["same"] = same if same == "all" else [roles[name[1:]] for name in same if name[1:] in roles]
    when = [_those_there(one, roles, donors) for one in template.get("when", [])]
    return {
        "name": template["name"],
        "description": template["description"],
        "burst": burst,
        "donors": donors,
        "set": _those_there(template["set"], roles, donors),
        "when": [one for one in when if one.get("if") and one.get("set")],
    }


def _those_there(mapping, roles, donors):
    """The entries of a mapping whose roles and donors are all there."""
    out = {}
    for key, value in mapping.items():
        try:
            out[_put(key, roles, donors)] = _put(value, roles, donors)
        except _Absent:
            continue
    return out


def _put(value, roles, donors):
    if isinstance(value, str) and value.startswith("@"):
        if value[1:] not in roles:
            raise _Absent(value)
        return roles[value[1:]]
    if isinstance(value, dict):
        if _without_donor(value, donors):
            raise _Absent(value)
        return {_put(key, roles, donors): _put(one, roles, donors) for key, one in value.items()}
    if isinstance(value, list):
        rules = [one for one in value if not _without_donor(one, donors)]
        if value and not rules:
            raise _Absent(value)
        return [_put(one, roles, donors) for one in rules]
    return value


def _without_donor(rule, donors):
    return isinstance(rule, dict) and "donor" in rule and rule["donor"] not in donors
