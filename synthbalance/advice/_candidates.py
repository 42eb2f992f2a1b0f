"""Who takes part: "none", always, and the candidates, each once."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from synthbalance.experiment._strategy import Plan, build_strategy, plan_of
from synthbalance.samplers import ClassWeight, UnderBagging
from synthbalance.samplers._ratio import present_ratio

_MOST_BALANCED = 0.5
_TRAINED = ("gan", "vae", "diffusion")


@dataclass(frozen=True, eq=False)
class Candidate:
    """One strategy in the race: its name, what `Experiment.run` takes, its plan, whether a network is trained."""

    name: str
    strategy: Any
    plan: Plan

    @property
    def is_trained(self):
        """Whether a generator has to be trained, which takes part only within a time budget."""
        return self.plan.key in _TRAINED


def field_of(given, y, random_state, with_trained):
    """All that start, "none" first.

    Parameters
    ----------
    given : list of keys, samplers, ClassWeight or UnderBagging, or None
        None: the usual list.
    y : array of shape (n_rows,)
        0/1 labels of the rows that candidates are tried on.
    random_state : int
    with_trained : bool
        Whether the usual list has diffusion and the conditional GAN.

    Returns
    -------
    list of Candidate
        Equal ones once.

    Raises
    ------
    TypeError, ValueError
        If `given` is no list, or one of it is no strategy.
    """
    if given is not None and (isinstance(given, (str, dict)) or not hasattr(given, "__iter__")):
        raise TypeError(
            f'candidates needs a list of strategies such as ["smote", sb.ClassWeight(3)], got {given!r}. '
            f"Leave it out for the usual ones."
        )
    strategies = _usual(y, random_state, with_trained) if given is None else list(given)
    found = {}
    for strategy in ["none", *strategies]:
        plan = plan_of(strategy, y, random_state)
        if isinstance(strategy, str):
            strategy = build_strategy(strategy, y, random_state=random_state)
        found.setdefault(plan.ledger_key, Candidate("", strategy, plan))
    return _named(list(found.values()), present_ratio(y))


def _usual(y, random_state, with_trained):
    """The usual candidates; above a ratio of 0.5 only weights remain."""
    present = present_ratio(y)
    weights = [ClassWeight(3), ClassWeight(10)]
    if present > _MOST_BALANCED:
        return weights
    smallest = 2 * present

    def at_least(key, ratio, **knobs):
        return build_strategy(key, y, min(1.0, round(max(ratio, smallest), 4)), random_state, **knobs)

    bags = [UnderBagging(n_models=5, ratio=0.1)] if present < 0.1 else []
    trained = [at_least("diffusion", 0), at_least("gan", 0)] if with_trained and find_spec("torch") else []
    return [
        *weights, *bags, at_least("random", 0.05), at_least("smote", 0.03), at_least("smote", 0.06),
        at_least("mgs", 0.05), at_least("counterfactual", 0), at_least("counterfactual", 2 * smallest),
        at_least("copula", 0), *trained,
    ]  # fmt: skip


def _named(candidates, present):
    """Names as the experiment's runs carry them, made unlike each other."""
    taken, named = {}, []
    for one in candidates:
        name = one.plan.name(present)
        taken[name] = taken.get(name, 0) + 1
        name = name if taken[name] == 1 else f"{name} ({taken[name]})"
        named.append(Candidate(name, one.strategy, one.plan))
    return named
