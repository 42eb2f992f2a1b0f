"""Rules in YAML and JSON files: read safely, and wrong ones told by line."""

import json

import jsonschema
import pytest

import synthbalance as sb
from synthbalance.samplers._rules.reading import MOST_BYTES, read_rules
from synthbalance.samplers.rules import RuleSampler
from synthbalance.table import table_hash
from tests.samplers.rule_tables import payments

RULES = """\
# two scenarios
scenarios:
  - name: night spree
    weight: 2
    burst: {size: [3, 6], gap: ["1 min", "20 min"], time: at, same: all}
    set:
      amount: {quantile: [0.9, 0.99], of: others, rising: [1.1, 1.4]}
      country: {choice: [US, FR], weights: [3, 1]}
      fee: {range: [1e-3, 2.5E-1], log: true}
    when:
      - if: {amount: {above: 100}}
        set: {known: false}
  - name: small
    base: others
    where: {channel: web}
    set:
      amount: {range: [1, 5]}
      at: 2025-05-01 12:30:00
"""
PLAIN = [
    {
        "name": "night spree",
        "weight": 2,
        "burst": {"size": [3, 6], "gap": ["1 min", "20 min"], "time": "at", "same": "all"},
        "set": {
            "amount": {"quantile": [0.9, 0.99], "of": "others", "rising": [1.1, 1.4]},
            "country": {"choice": ["US", "FR"], "weights": [3, 1]},
            "fee": {"range": [0.001, 0.25], "log": True},
        },
        "when": [{"if": {"amount": {"above": 100}}, "set": {"known": False}}],
    },
    {
        "name": "small",
        "base": "others",
        "where": {"channel": "web"},
        "set": {"amount": {"range": [1, 5]}, "at": "2025-05-01 12:30:00"},
    },
]


@pytest.fixture
def write(tmp_path):
    def written(text, name="fraud.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def told(path):
    with pytest.raises(ValueError) as caught:
        RuleSampler(rules=path).fit(*payments())
    return str(caught.value)


@pytest.mark.parametrize("kind", [str, lambda path: path])
@pytest.mark.parametrize(
    ("name", "text"), [("a.yaml", RULES), ("a.yml", RULES), ("a.json", json.dumps(PLAIN, indent=1))]
)
def test_a_file_gives_the_rows_of_the_same_rules_in_code(write, kind, name, text):
    path = kind(write(text, name))
    rows = [RuleSampler(rules=rules, random_state=0).fit(*payments()).generate(50) for rules in (path, PLAIN)]
    assert table_hash(rows[0]) == table_hash(rows[1])


def test_the_path_is_stored_and_the_file_read_at_fit(write):
    path = write(RULES)
    sampler = RuleSampler(rules=path, random_state=0)
    assert sampler.rules is path
    sampler.fit(*payments())
    path.unlink()
    assert len(sampler.generate(5)) == 5


FIRST, SECOND = "rules.scenarios[0]", "rules.scenarios[1]"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "range: [1, 5]",
            "range: [5, 1]",
            17,
            f"{SECOND}.set['amount'] of scenario 'small' needs low <= high, got (5, 1)",
        ),
        ("amount: {range", "amout: {range", 17, "got 'amout'. Did you mean 'amount'?"),
        (
            "channel: web",
            "channel: fxa",
            15,
            f"{SECOND}.where['channel'] of scenario 'small' needs a value that column",
        ),
        ("channel: web", "channel: fxa", 15, "got 'fxa'. Did you mean 'fax'?"),
        ("weight: 2", "weight: -2", 4, f"{FIRST}.weight of scenario 'night spree' needs a number above 0, got -2"),
        ("[US, FR]", "[US, NO]", 8, "needs a value that column 'country' has, got False. YAML reads yes, no"),
        ("known: false", "known: 1", 12, f"{FIRST}.when[0].set['known'] of scenario 'night spree' needs true or false"),
        ("base: others", "basis: others", 13, f"{SECOND} of scenario 'small' needs keys among"),
        ("name: small", "name: night spree", 13, f"{SECOND} of scenario 'night spree' needs a name of its own"),
        ("weight: 2", "name: again", 4, "'name' is there twice"),
        ("[US, FR]", "[US, FR", 8, "this is no YAML"),
        ("weight: 2", "\tweight: 2", 4, "this is no YAML"),
        ("weight: 2", "weight: !!python/name:os.getcwd x", 4, "is not read. Write a plain value"),
        ("weight: 2", "weight: !!binary YWJj", 4, "'tag:yaml.org,2002:binary' is not read"),
        ("weight: 2", "weight: 2025-13-77", 4, "'2025-13-77' is no value"),
        ("weight: 2", "? [a, b]\n    : 2", 4, "a name needs to be text"),
    ],
)
def test_an_error_names_file_line_scenario_and_the_way_out(write, old, new, line, words):
    assert RULES.count(old) == 1
    text = told(write(RULES.replace(old, new)))
    assert text.startswith(f"fraud.yaml, line {line}: ")
    assert words in text


def test_a_control_character_is_no_yaml(write):
    assert "fraud.yaml: this is no YAML" in told(write(RULES.replace("small", "sm\x07all")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[\n {"name": "a",\n  "set": {"fee": {"range":\n [5, 1]}}}]', "fraud.json, line 3: rules[0].set['fee'] of"),
        ('[\n {"name": "a",\n  "set": {\n"fee": 1, "amuont": 1}}]', "fraud.json, line 4: rules[0].set['amuont'] of s"),
        ('[\n {"name": "a",\n  "name": "b"}]', "fraud.json, line 3: 'name' is there twice"),
        ('[\n {"name": "a",\n  "set": {]', "fraud.json, line 3: this is no JSON"),
        ('[{"name": "a", "weight": NaN}]', "needs numbers, got NaN"),
        ("1" * 5000, "this is no JSON"),
        ("", "fraud.json, line 1: this is no JSON"),
        ("[" * 100_000, "nested at most 20 deep"),
        ('[{"a": ' + "[" * 30 + "]" * 30 + "}]", "line 1: values are nested over 20 deep"),
    ],
)  # fmt: skip
def test_wrong_json_is_told_by_line(write, text, words):
    assert words in told(write(text, "fraud.json"))


def test_json_may_be_indented_by_tabs_and_hold_any_text(write):
    text = '[\n\t{"name": "\\ud83d\\ude00 \\/ \\"a\\"",\n\t"set": {"amount": 1e-1}}\n]'
    sampler = RuleSampler(rules=write(text, "a.json"), random_state=0).fit(*payments())
    assert sampler.scenarios_ == {1: ['\U0001f600 / "a"']}
    assert (sampler.generate(5)["amount"] == 0.1).all()


def test_an_alias_bomb_is_refused_before_it_goes_off(write):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert "fraud.yaml, line 1: aliases (*name) to this value are not read" in told(write(bomb))


@pytest.mark.parametrize(("name", "text"), [("a.yaml", "[" * 5000), ("a.yaml", "- " * 5000 + "x")])
def test_deep_yaml_is_refused(write, name, text):
    assert "deep" in told(write(text, name)) or "no YAML" in told(write(text, name))


def test_a_file_too_large_is_not_read(write):
    assert f"at most {MOST_BYTES:,} bytes" in told(write("#" * (MOST_BYTES + 1)))


def test_a_file_that_is_not_there_not_text_or_of_another_kind_is_told(write, tmp_path):
    assert "needs a file that is there" in told(tmp_path / "none.yaml")
    assert "needs a file that is there" in told(str(tmp_path)[:-4] + ".yaml")
    assert "ends in .yaml, .yml or .json, got" in told(write(RULES, "fraud.txt"))
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00")
    assert "needs text in UTF-8, bad.yaml is not" in told(tmp_path / "bad.yaml")
    assert "needs a list of scenarios, at least one, got None" in told(write(""))


def test_each_value_of_a_file_has_its_line(write):
    _, place = read_rules(write(RULES))
    assert place.lines["scenarios", 0, "set", "country"] == 8
    assert place.lines["scenarios", 0, "set", "country", "weights", 1] == 8
    assert place.lines["scenarios", 1] == 13
    _, place = read_rules(write(json.dumps(PLAIN, indent=1), "a.json"))
    assert place.lines[1, "set"] == 1 + json.dumps(PLAIN, indent=1).split('"small"')[0].count("\n") + 5


def test_a_file_may_name_a_shipped_typology_and_its_columns(write):
    text = "- typology: amount burst\n  name: big\n  weight: 2\n  columns: {amount: fee, time: at}\n- name: plain\n"
    sampler = RuleSampler(rules=write(text), random_state=0).fit(*payments())
    rows = sampler.generate(300)
    assert sampler.scenarios_ == {1: ["big", "plain"]}
    assert rows["fee"][(sampler.scenario_ == "big").to_numpy()].min() > 0.6


def test_the_schema_takes_what_the_sampler_takes_and_refuses_what_it_refuses():
    schema = RuleSampler.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    shipped = [RuleSampler.typology(name) for name in ("card testing", "amount burst", "impossible travel")]
    for right in (PLAIN, {"scenarios": PLAIN}, shipped, [{"typology": "card testing", "columns": {"amount": "a"}}]):
        validator.validate(json.loads(json.dumps(right)))
    for wrong in ([], [{"set": {}}], [{"name": "a", "weight": 0}], [{"name": "a", "set": {"b": {"rnage": [1, 2]}}}]):
        assert not validator.is_valid(wrong)


def test_a_run_with_a_rule_file_is_scored_as_any_other(write):
    split = sb.split_holdout(sb.load_transactions(n_rows=2_000, fraud_rate=0.05), target="is_fraud", random_state=0)
    path = write("- {name: small, set: {amount: {range: [1, 5]}}}\n")
    run = sb.Experiment(split, seeds=1, random_state=0).run(
        RuleSampler(rules=path, sampling_strategy=0.1, random_state=0)
    )
    assert run.n_synthetic > 0
    assert run.synthetic["amount"].between(1, 5).all()
