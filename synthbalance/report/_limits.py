"""How the figures were made, and what they cannot tell: sentences for the card."""

import pandas as pd

from synthbalance.metrics import METRICS

_FEW = 100


def looks_words(exp):
    """How often the holdout was looked at, and what that does to the bounds."""
    if exp.looks == 1:
        return "The holdout was looked at once, for doing nothing."
    noted = (
        "The bounds of the difference hold for this one comparison"
        if exp.looks == 2
        else f"The bounds hold for all {exp.looks - 1} differences at once, so that no run wins because many were tried"
    )
    return (
        f"The holdout was looked at {_times(exp.looks)}: once for each run, doing nothing among them. {noted}; they "
        "grow with every further look."
    )


def method(exp, run, facts):
    """How the figures were made, a list of sentences."""
    model = "the model given by the user" if exp.model_given else "the same stabilised LightGBM"
    seeds = (
        f"with {exp.seeds} seeds each, their scores averaged"
        if exp.seeds > 1
        else "once each, with one seed, so that the words hold for these fitted models, not for the strategies"
    )
    weighted = " Sampling weights count in every score." if exp.split.holdout.weight is not None else ""
    several = [] if exp.several_ is None else [f"{exp.several_.words} The models learned all classes."]
    return [
        *several,
        "The real rows were cut into train, validation and holdout before anything was rebalanced. Only the training "
        "part was rebalanced; validation and holdout hold real rows alone.",
        f"Every strategy trained {model}, {seeds}. Doing nothing is always one of the runs.",
        "Probabilities were corrected and the threshold was chosen on the validation rows; the holdout was used for "
        f"scoring only.{weighted}",
        "Intervals of single scores are 95 % intervals from 2 000 stratified bootstrap draws of the holdout rows.",
        "Differences to doing nothing are paired on the same rows, widened by the noise between seeds where there are "
        f"several, and hold for all {_differences(exp)} at once (max-t over the shared draws).",
        "The zone that this holdout cannot resolve ends at the smallest true difference that would show in 80 % of "
        "holdouts like this one.",
        *_of_audit(facts),
    ]


def limits(exp, run, facts):
    """What the figures cannot tell, a list of sentences with the numbers of this run."""
    return [
        *_about_size(exp, facts),
        *_about_looks(exp),
        *_about_split(exp.split, facts),
        *_about_synthetic(exp, run),
        *_about_groups(facts),
        f"Not examined here: {_listed(_not_examined(run, facts))}.",
    ]


def copies_in(split, synthetic):
    """How many synthetic rows equal a real training row in every column; None where rows cannot be compared."""
    try:
        made, real = (pd.util.hash_pandas_object(frame, index=False) for frame in (synthetic, split.train.X))
    except TypeError:
        return None
    return int(made.isin(real).sum())


def _about_size(exp, facts):
    holdout, label = facts["split"]["parts"][2], METRICS[exp.primary].label.lower()
    rare, validation = holdout["rare"], facts["decision"]["validation_rare"]
    few = " Methods cannot be ranked on so few." if rare < _FEW else ""
    sentences = [f"The holdout has {_n(rare)} rare rows among {_n(holdout['rows'])}.{few}"]
    least = [one["detectable"] for one in facts["runs"] if one["detectable"]]
    if least:
        sentences.append(
            f"A true difference in {label} below {_figure(min(least), exp.primary)} would mostly stay unseen here: "
            '"not distinguishable" does not mean "equal".'
        )
    sentences.append(
        f"Threshold and calibration were learned on {_n(validation)} rare validation rows; with others they would "
        "have come out differently, and no interval here covers that."
    )
    return sentences


def _about_looks(exp):
    looks = _times(exp.looks)
    noise = "those of differences also the noise between seeds"
    noise = noise if exp.seeds > 1 else "not the noise between seeds, as one seed was used"
    return [
        f"The holdout was looked at {looks}. Bounds of differences hold for all looks together, intervals of single "
        "scores do not. Choices made after looking, such as another model or other columns, are not counted.",
        f"Intervals cover which rows happened to be in the holdout, {noise}. They do not cover another time, "
        "place or way of collecting, wrong labels, or labels that come late.",
    ]


def _about_split(split, facts):
    sentences = {
        "stratified": "The holdout was drawn from the same time as the training rows: scores on future rows tend to "
        "be lower. A split by time shows by how much.",
        "by time": "The holdout is one stretch of time after the training rows; the stretch after it may differ.",
        "by group": "The holdout holds groups that the training part does not know, from the same time.",
        "given": "The holdout was brought by the user; how it was drawn is not known here.",
    }
    found = [sentences[split.how]]
    if facts["split"]["copied"]:
        found.append(f"{_n(facts['split']['copied'])} holdout rows occur in the training part as well; they flatter.")
    if facts["data"]["simulated"]:
        found.append("The payments are simulated: nothing here is a statement about real fraud.")
    return found


def _about_synthetic(exp, run):
    if run.synthetic is None:
        others = any(one.synthetic is not None for one in exp.runs.values())
        warned = " Other runs here made some: synthetic is not anonymous." if others else ""
        return [f"No synthetic row was made in this run.{warned}"]
    copies = copies_in(exp.split, run.synthetic)
    counted = "" if copies is None else f" {_n(copies)} of the {_n(run.n_synthetic)} new rows equal a real row exactly."
    made = {
        "smote": "SMOTE rows lie on lines between two real rows, and either end may be recognised.",
        "random": "Random oversampling copies real rows, and blurred copies stay near them.",
    }.get(run.strategy, "New rows are learned from real ones and may come close to them.")
    return [
        f"Synthetic is not anonymous. {made}{counted} Handle a balanced table like the real one.",
        "Synthetic rows are for training. A score on synthetic rows says nothing, and none is given here.",
    ]


def _of_audit(facts):
    """How audits were made, where there were any."""
    found = []
    if facts["audit"]["state"] == "made":
        found.append(
            "Synthetic rows of the rare class were audited against rare validation and holdout rows, which no sampler "
            "saw; intervals are 95 % intervals, each for itself."
        )
    if facts["fairness"]["examined"]:
        found.append(
            "Rates of groups are those of the holdout rows in each; their changes are paired on the same resampled "
            "rows."
        )
    return found


def _about_groups(facts):
    if not facts["fairness"]["examined"]:
        return []
    return [
        "Rates of groups say what these decisions were on these rows, not whether they are fair or lawful, and nothing "
        "about groups that were not named; figures that are equal in one respect can differ in another."
    ]


def _not_examined(run, facts):
    """What the reader may miss, as parts of one sentence."""
    missing = [] if facts["fairness"]["examined"] else ["differences between groups of people"]
    if run.synthetic is not None and facts["audit"]["state"] != "made":
        missing.append("what synthetic rows are like and whom they give away")
    if facts["audit"]["state"] == "made":
        missing.append("whether somebody can be found again with what else is known about them")
    return [
        *missing, "what the model itself gives away about the rows it learned from", "how scores change as the world "
        "does",
    ]  # fmt: skip


def _listed(parts):
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _times(looks):
    return {1: "once", 2: "twice"}.get(looks, f"{looks} times")


def _differences(exp):
    n = max(exp.looks - 1, 1)
    return "1 difference" if n == 1 else f"{n} differences"


def _figure(x, primary):
    return f"{x:,.0f}".replace(",", "\u202f") if METRICS[primary].unit == "money" else f"{x:.3f}"


def _n(count):
    return f"{count:,}".replace(",", "\u202f")
