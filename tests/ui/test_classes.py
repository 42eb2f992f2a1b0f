"""The panel on a split that keeps several classes: the rare one against all others."""

import warnings

import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance.ui import BalanceLab


def test_a_run_on_several_classes_shows_the_scores_of_the_rare_one():
    rng = np.random.default_rng(0)
    code = rng.choice(3, 900, p=[0.7, 0.2, 0.1])
    data = pd.DataFrame({"x": rng.normal(size=900) + code, "grade": np.array(["ok", "late", "theft"])[code]})
    split = sb.split_holdout(data, target="grade", positive="theft", multiclass=True)
    exp = sb.Experiment(split, model=sb.default_model(n_estimators=5), seeds=1)
    exp.model_given = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sb.DataWarning)
        lab = BalanceLab(experiment=exp)
        lab.strategy = "smote"
        assert lab.wait(60)
    assert [row["name"] for row in lab.runs] == list(exp.runs)
    assert lab.runs[-1]["value"] == list(exp.runs.values())[-1].scores["average_precision"].value
    lab.close()
