"""From what the user gave to the scenarios of one class, fitted to the table."""

import numpy as np

from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._rules import checks
from synthbalance.samplers._rules.fit_scenario import fit_scenario
from synthbalance.samplers._rules.grammar import listed, parse_scenario
from synthbalance.samplers._rules.place import Place, RuleError
from synthbalance.samplers._rules.roles import first_form, forms_of, roles_in, with_columns
from synthbalance.samplers._rules.script import NO_LABEL
from synthbalance.samplers._rules.typologies import TYPOLOGIES
from synthbalance.samplers._rules.words import SHIPPED

AS_SEEN = "as seen"
_REDRAWN = 3  # numbers a row, on average


class Casting:
    """Scenarios for any class of a table.

    Parameters
    ----------
    value, place
        What `read_rules` gave; a place of None takes the typologies that fit, or else "as seen".
    table : Table
    immutable : list of column names
    rarest : label
        The class that shipped typologies are about.
    """

    def __init__(self, value, place, table, immutable, rarest):
        self.table, self.immutable, self.rarest = table, list(immutable), rarest
        self._fitted = {}
        self._scenarios = None if place is None else [self._parsed(raw, spot) for raw, spot in listed(value, place)]
        self._check_names()
        self._check_labels()

    def scenarios(self, label):
        """`FittedScenario`s for rows of class `label`, fitted when they are first asked for.

        Raises
        ------
        RuleError
            If a rule does not fit the table, or no scenario is for that class.
        """
        key = plain_label(label)
        if key not in self._fitted:
            self._fitted[key] = self._defaults(key) if self._scenarios is None else self._given(key)
        return self._fitted[key]

    def names(self):
        """Dict class -> names of its scenarios, of the classes asked for so far."""
        return {label: [one.name for one in fitted] for label, fitted in self._fitted.items()}

    def _parsed(self, raw, place):
        if isinstance(raw, dict) and "typology" in raw:
            raw = self._shipped(raw, place)
        return parse_scenario(raw, place)

    def _shipped(self, raw, place):
        """The scenario that ``{"typology": name, ...}`` stands for."""
        checks.known_keys(raw, SHIPPED, place)
        columns = checks.mapping(raw.get("columns", {}), place.at("columns"), "columns such as {'amount': 'TX_AMOUNT'}")
        try:
            form = first_form(raw["typology"], with_columns(roles_in(self.table.frame.columns), columns))
        except ValueError as error:
            raise RuleError(f"{place}: {error}") from None
        return {**form, **{key: raw[key] for key in raw if key not in ("typology", "columns")}}

    def _check_names(self):
        seen = set()
        for one in self._scenarios or ():
            if one.name in seen:
                raise one.place.error("a name of its own for each scenario", one.name, "Rename one of the two.")
            seen.add(one.name)

    def _check_labels(self):
        known = np.unique(self.table.y).tolist()
        for one in self._scenarios or ():
            if one.label is not NO_LABEL and one.label not in known:
                raise one.place.at("label").error(
                    f"one of the classes {known}", one.label, "Leave it out for every class."
                )

    def _given(self, label):
        chosen = [one for one in self._scenarios if one.label is NO_LABEL or one.label == label]
        if not chosen:
            raise RuleError(
                f"rules needs a scenario for class {label!r}, each has another 'label'. Add one, leave a label out, or "
                f"name the classes to sample: sampling_strategy={{label: rows}}."
            )
        fitted = [fit_scenario(one, self.table, label) for one in chosen]
        for one, made in zip(chosen, fitted, strict=True):
            both = sorted(set(made.rules) & set(self.immutable), key=str)
            if both:
                raise one.place.error(
                    f"columns that may change, immutable names {both}", way_out="Take them out of one."
                )
        return fitted

    def _defaults(self, label):
        fitted = list(self._typologies(label)) if label == self.rarest else []
        return fitted or [fit_scenario(parse_scenario(self._as_seen(label), Place()), self.table, label)]

    def _typologies(self, label):
        """The first form of each typology that the table can carry out."""
        roles = {role: name for role, name in roles_in(self.table.frame.columns).items() if name not in self.immutable}
        for name in TYPOLOGIES:
            for form in forms_of(name, roles):
                try:
                    yield fit_scenario(parse_scenario(form, Place()), self.table, label)
                except RuleError:
                    continue
                break

    def _as_seen(self, label):
        """A real row of the class, with three numbers, on average, redrawn from the middle of the class's own."""
        rows = self.table.rows("rare", label)
        columns = [self.table.column(name, None) for name in self.table.encoder.number_names_]
        able = [
            one.name
            for one in columns
            if one.kind != "datetime"
            and one.name not in self.immutable
            and not one.missing(self.table.encoded(one, rows)).all()
        ]
        share = min(1.0, _REDRAWN / max(len(able), 1))
        rule = {"quantile": [0.05, 0.95], "of": "rare", "keep": ["missing", "atoms"], "share": share}
        return {"name": AS_SEEN, "set": dict.fromkeys(able, rule)}
