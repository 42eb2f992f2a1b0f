"""The form of the rules: keys, verbs and counts, checked without a table."""

from synthbalance.samplers._rules import checks
from synthbalance.samplers._rules.place import Place
from synthbalance.samplers._rules.rule_form import parse_rule
from synthbalance.samplers._rules.script import NO_LABEL, Burst, Pool, Scenario, Step, Test
from synthbalance.samplers._rules.words import BURST, DONOR, MOST_IN_BURST, ROWS, SCENARIO, TESTS, UNITS, WHEN


def listed(value, place):
    """The scenarios written down, as they are: list of (dict, Place).

    Raises
    ------
    RuleError
        If there is none, or something else than a list of scenarios.
    """
    if isinstance(value, dict) and "scenarios" in value:
        checks.known_keys(value, ("scenarios",), place)
        value, place = value["scenarios"], place.at("scenarios")
    elif isinstance(value, dict):
        return [(value, place)]
    if not isinstance(value, (list, tuple)) or not value:
        raise place.error(
            "a list of scenarios, at least one", value, "Write {'name': ..., 'set': {column: rule}} for each."
        )
    return [(one, place.at(position)) for position, one in enumerate(value)]


def parse_scenario(raw, place):
    """One scenario, its form checked.

    Raises
    ------
    RuleError
        If a key is unknown or missing, or a value is of a wrong form.
    """
    checks.mapping(raw, place, "a scenario with a name")
    name = checks.text(raw.get("name"), place.at("name") if "name" in raw else place, "a name")
    place = place.of(name)
    checks.known_keys(raw, SCENARIO, place)
    return Scenario(
        name=name,
        description=checks.text(raw["description"], place.at("description"), "some text")
        if "description" in raw
        else "",
        weight=checks.positive(raw.get("weight", 1), place.at("weight")),
        label=raw.get("label", NO_LABEL),
        base=_base(raw, place),
        donors=_donors(raw.get("donors", {}), place.at("donors")),
        burst=_burst(raw["burst"], place.at("burst")) if "burst" in raw else None,
        steps=(*_steps(raw.get("set", {}), (), place.at("set")), *_when(raw.get("when", []), place.at("when"))),
        place=place,
    )


def parse_tests(raw, place):
    """Conditions, one or more a column: tuple of `Test`."""
    checks.mapping(raw, place, "conditions such as {'channel': 'web'}")
    return tuple(test for column, said in raw.items() for test in _tests_of(column, said, place.at(column)))


def _tests_of(column, said, place):
    if not isinstance(said, dict):
        return [Test(column, "in" if isinstance(said, (list, tuple)) else "is", said, place)]
    checks.known_keys(said, TESTS, place)
    for op, operand in said.items():
        if op in ("in", "not_in"):
            checks.items(operand, place.at(op))
        if op == "missing":
            checks.boolean(operand, place.at(op))
    return [Test(column, op, operand, place.at(op)) for op, operand in said.items()]


def _base(raw, place):
    of = checks.one_of(raw.get("base", "rare"), ROWS[:2], place.at("base"))
    return Pool(of, parse_tests(raw.get("where", {}), place.at("where")), place.at("where"))


def _donors(raw, place):
    checks.mapping(raw, place, "named donors such as {'far': {'of': 'all', 'where': {...}}}")
    return {name: _donor(said, place.at(name)) for name, said in raw.items()}


def _donor(raw, place):
    checks.mapping(raw, place, "a donor such as {'of': 'all', 'where': {...}}")
    checks.known_keys(raw, DONOR, place)
    of = checks.one_of(raw.get("of", "all"), ROWS, place.at("of"))
    return Pool(of, parse_tests(raw.get("where", {}), place.at("where")), place)


def _burst(raw, place):
    checks.mapping(raw, place, "a burst such as {'size': [3, 8], 'gap': [10, 60]}")
    checks.known_keys(raw, BURST, place)
    same = raw.get("same", "all")
    if same != "all" and not isinstance(same, (list, tuple)):
        raise place.at("same").error("'all' or a list of columns", same, "Put the column in brackets.")
    return Burst(
        size=checks.whole_pair(raw.get("size"), 1, MOST_IN_BURST, place.at("size")),
        gap=checks.duration_pair(raw.get("gap", 60), place.at("gap")),
        time=raw.get("time"),
        unit=checks.one_of(raw.get("unit", "seconds"), tuple(UNITS), place.at("unit")),
        same=same,
        place=place,
    )


def _when(raw, place):
    if not isinstance(raw, (list, tuple)):
        raise place.error("a list of {'if': ..., 'set': ...}", raw, "Put it in brackets.")
    for position, one in enumerate(raw):
        spot: Place = place.at(position)
        checks.mapping(one, spot, "{'if': ..., 'set': ...}")
        checks.known_keys(one, WHEN, spot)
        tests = parse_tests(one.get("if", {}), spot.at("if"))
        if not tests:
            raise spot.error("a condition under 'if'", one.get("if"), "Write {'if': {'channel': 'web'}, 'set': {...}}.")
        yield from _steps(one.get("set", {}), tests, spot.at("set"))


def _steps(raw, tests, place):
    checks.mapping(raw, place, "rules such as {'amount': {'range': [1, 5]}}")
    for column, said in raw.items():
        spot = place.at(column)
        several = isinstance(said, (list, tuple))
        if several and not said:
            raise spot.error("at least one rule", said, "Take the column out, or write {'choice': [...]}.")
        for position, one in enumerate(said if several else [said]):
            yield Step(column, tests, parse_rule(one, spot.at(position) if several else spot))
