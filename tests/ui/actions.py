"""Random actions of cells and of the view on a panel, and what has to hold once they have come to rest."""

import json
import math

from ipywidgets.widgets.widget import _remove_buffers

from synthbalance.samplers import STRATEGIES
from synthbalance.ui._traits import PROTOCOL
from tests.ui.conftest import PATIENCE
from tests.ui.front import tell

VALUES = {
    "strategy": ["none", "class_weight", "random", "smote", "mgs", "copula", "under_bagging", "magic", None, ["none"]],
    "ratio": [0.1, 0.2, 0.5, 1.0, 0.0, -1, 1e-9, math.nan, math.inf, "0.1", None, True],
    "knobs": [{}, {"k_neighbors": 3}, {"k_neighbors": 0}, {"k_neighbors": "5"}, {"n_models": 2}, {"magic": 1}, None],
    "threshold": [None, 0.0, 0.04, 0.5, 1, 1.1, -1, math.nan, "high", True],
    "costs": [{"missed": 500, "review": 10}, {"missed": "amount", "review": 5, "capacity": 20}, {"missed": "gone"}, 3],
    "overlaid": [[], ["none"], ["none", "gone", "none"], "none", None, [1, {}]],
    "shown": ["none", "gone", None, ["none"]],
    "axes": [["amount", "age"], ["age", "amount"], ["amount", "amount"], ["shop", "age"], [], None, "ab", [[], 1]],
    "step": [*PROTOCOL["steps"], "gone", None, ["data"]],
    "picked": [None, 0, 3, 10**6, -1, True, 1.5, "0"],
    "fair_by": [None, "shop", "age", "gone", ["shop"], 3],
    "own_threshold": [True, False, "yes", None],
    "pointer_down": [True, False, False, 1],
    "auto_exact": [True, True, True, False],
}  # fmt: skip
_SPLIT = {"type": "split", "how": "stratified", "time": None, "group": None, "seed": 0, "drop": []}
MESSAGES = [
    {"type": "exact"}, {"type": "exact"}, {"type": "exact"}, {"type": "cancel"}, {"type": "audit"}, {"type": "sources"},
    {"type": "save", "what": "magic"}, {"type": "magic"}, {"type": 3}, {}, None, ["exact"],
]  # fmt: skip
SPLITS = [{"type": "split"}] + [
    _SPLIT | change for change in (
        {}, {"seed": 1}, {"how": "random", "drop": ["age"]}, {"seed": "many"}, {"drop": 5}, {"how": ["random"]},
        {"how": "by time", "time": "gone"}, {"how": "by group", "group": []},
    )
]  # fmt: skip

ODDS = {"set": 9, "view": 9, "both": 3, "message": 3, "split": 1, "run": 1, "cancel": 1, "wait": 6, "reload": 1}


def random_action(lab, draw):
    """A callable that does one thing to the panel, as a cell or as the view does it."""
    kind = draw.choices(list(ODDS), ODDS.values())[0]
    names = draw.sample(sorted(VALUES), 1 if kind == "set" else draw.randint(1, 3))
    values = {name: draw.choice([*VALUES[name], *seen(lab, name)]) for name in names}
    message, split, seconds = draw.choice(MESSAGES), draw.choice(SPLITS), draw.choice((0.01, 0.05, 0.2))
    return {
        "set": lambda: [setattr(lab, name, value) for name, value in values.items()],
        "view": lambda: from_the_view(lab, "update", state=values),
        "both": lambda: from_the_view(lab, "update", state=values | {"busy": False, "looks": 99, "runs": []}),
        "message": lambda: tell(lab, message),
        "split": lambda: tell(lab, split),
        "run": lab.run,
        "cancel": lab.cancel,
        "wait": lambda: lab.wait(seconds),
        "reload": lambda: from_the_view(lab, "request_state"),
    }[kind]


def seen(lab, name):
    """Names of runs, which only the panel knows."""
    runs = [row["name"] for row in lab.runs]
    return {"shown": runs[-3:], "overlaid": [runs[:6], runs[-2:]]}.get(name, [])


def from_the_view(lab, method, **data):
    """A message of the view, on this thread."""
    lab._handle_msg({"content": {"data": {"method": method, **data}}, "buffers": []})


def check_at_rest(lab):
    """Nothing is under way, the ledger is whole, and every trait speaks of what there is."""
    assert lab.wait(PATIENCE)
    assert (lab.busy, lab.progress, lab.partial) == (False, {}, {})
    assert lab.message.startswith(("Idle", "Cancelled", "Error"))
    runs, names = lab.experiment.runs, [row["name"] for row in lab.runs]
    assert names == sorted(runs, key=lambda name: runs[name].strategy != "none")
    assert lab.looks == len(runs)
    assert not names or names[0] == "none"
    assert {curve["name"] for curve in lab.curves} == {"none", lab.shown, *lab.overlaid} & set(names)
    assert {lab.shown, *lab.overlaid} <= {"none", *names}
    assert lab.picked is None or 0 <= lab.picked < lab.n_new
    assert set(lab.knobs) == {knob.name for knob in getattr(STRATEGIES[lab.strategy], "knobs", ())}
    assert lab.present_ratio <= lab.ratio <= 1
    check_state(lab)


def check_state(lab):
    """What a reloaded view is sent is small, and JSON but for its buffers."""
    plain, *_ = _remove_buffers(lab.get_state())
    texts = {name: value for name, value in plain.items() if name not in ("_esm", "_css")}
    assert len(json.dumps(texts, allow_nan=False)) < PROTOCOL["limits"]["state_bytes"]
