"""Lesson 7, Rules, statistics, models: observed values, traces of parents, and the word private."""

from functools import cache

import pandas as pd

import synthbalance as sb
from synthbalance.teach._question import choice, names, number
from synthbalance.teach._tables import current


def _parents():
    """Parents of SMOTE's rows (n_new, 2), and how many rare training rows there are, for the table in use."""
    data, target = current("families")
    return _parents_in(_Whole(data, target))


class _Whole:
    """A table as a key: the same object is the same table."""

    def __init__(self, data, target):
        self.data, self.target = data, target

    def __hash__(self):
        return hash((id(self.data), self.target))

    def __eq__(self, other):
        return self.data is other.data and self.target == other.target


@cache
def _parents_in(table):
    train = sb.split_holdout(table.data, target=table.target, random_state=0).train
    sampler = sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(train.y), random_state=0)
    sampler.fit_resample(train.X, train.y)
    return sampler.parents_, int((train.y == 1).sum())


def _share(*columns):
    parents, n_rare = _parents()
    return pd.unique(parents[list(columns)].to_numpy().ravel()).size / n_rare


def _children_a_fraud():
    parents, n_rare = _parents()
    return len(parents) / n_rare


def _of_all_rows():
    data, target = current("families")
    train = sb.split_holdout(data, target=target, random_state=0).train
    return _share("seed", "neighbor") * (train.y == 1).mean()


QUESTIONS = {
    "7.1": names(
        lambda: {"copies", "counterfactual"},
        hints=(
            "The table shows some columns only. Ask .isin(X[column]).all() for each column of run.synthetic.",
            "Think of a number with decimals: which families can only ever write one that somebody had?",
        ),
        traps=(
            (lambda found: "SMOTE" in found, "SMOTE takes categories from neighbours, but its numbers lie in between."),
            (lambda found: "rules" in found, "A rule may draw from a range, and so may write what nobody had."),
            (lambda found: found == {"copies"}, "Another family takes every cell from one of two real rows."),
        ),
        praise="Real values do not make a real row: you saw above how often those of two rows do not fit together.",
    ),
    "7.2": number(
        lambda: _share("seed", "neighbor"), low=0, high=1, within=0.002,
        hints=(
            "Collect the positions of both columns, each once, and count them.",
            "Divide by the number of frauds in the training part, (y == 1).sum().",
        ),
        traps=(
            (lambda: _share("seed"), "These are the seeds. The neighbour is a parent as well."),
            (lambda: _share("neighbor"), "These are the neighbours. The seed is a parent as well."),
            (_of_all_rows, "That is a share of all training rows; the question is about the frauds."),
        ),
        praise="None of their rows was copied, and yet each of these frauds is an end of a line that new rows lie on.",
    ),
    "7.3": choice(
        lambda: "none", ("SMOTE", "copula", "diffusion", "rules", "none"),
        hints=(
            "What would have to be guaranteed, whatever an attacker tries? Does the family guarantee it?",
            "A guarantee about every single person has to be built into the training; a measurement gives none.",
        ),
        traps=(
            ("SMOTE", "Look at its row in the last table: no exact copy, and yet the attacker does well."),
            ("copula", "It stores quantiles of each column, and a quantile at the end is one person's value."),
            ("diffusion", "A model can learn rows by heart; an attack that fails today proves nothing."),
            ("rules", "Here each row of a rule starts from a real row, and columns without a rule stay as they are."),
        ),
        praise="Synthetic says how rows were made; private needs a guarantee, and that has to be built in and proved.",
    ),
}  # fmt: skip
