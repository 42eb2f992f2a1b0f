"""Lesson 2, SMOTE: the line between two parents, the vote of the neighbours, and the leak before the split."""

from functools import lru_cache

import numpy as np
import pandas as pd

import synthbalance as sb
from synthbalance.teach._question import choice, function, number, values
from synthbalance.teach._tables import Same, current


def _between(gap, by_label=False):
    return _made_by_hand(Same(*current("2")), gap, by_label)


def _made_by_hand(same, gap, by_label):
    """Numbers at `gap` between the parents of the second new row; by_label: positions mistaken for labels."""
    numbers, parents, _ = _made(same)
    found = numbers.reindex if by_label else lambda rows: numbers.iloc[rows]
    start, end = found(parents).to_numpy()
    return start + gap * (end - start)


def _second_row():
    """The numbers of the row that the sampler itself made from these parents."""
    return _made(Same(*current("2")))[2]


@lru_cache(maxsize=4)
def _made(same):
    """Numbers of the training rows, the parents of the second new row, and its numbers, as in the notebook."""
    split = sb.split_holdout(same.data, target=same.target, random_state=0)
    sampler = sb.SMOTESampler(sampling_strategy=sb.suggested_ratio(_is_rare(same)), random_state=0)
    rows, _ = sampler.fit_resample(split.train.X, split.train.y)
    numbers = split.train.X.select_dtypes("float")
    second = rows.loc[sampler.synthetic_mask_, numbers.columns].iloc[1]
    return numbers, sampler.parents_.iloc[1].tolist(), second.to_numpy()


def _share(how):
    in_train = _test_frauds(Same(*current("2")))
    return {"any": in_train.any(axis=1), "all": in_train.all(axis=1), "seed": in_train[:, 0]}[how].mean()


@lru_cache(maxsize=4)
def _test_frauds(same):
    """Whether seed and neighbour of each synthetic test row of the leaky notebook are in training."""
    from sklearn.model_selection import train_test_split

    y = _is_rare(same)
    X = same.data.drop(columns=same.target).select_dtypes(exclude="datetime")
    X = X.astype(dict.fromkeys(X.select_dtypes(exclude="number"), "category"))
    smote = sb.SMOTESampler(random_state=0)
    X_more, y_more = smote.fit_resample(X, y)
    train, test = train_test_split(X_more.index, stratify=y_more, random_state=0)
    parents = smote.parents_.to_numpy()[test[test >= len(X)] - len(X)]
    return np.isin(parents, train)


def _is_rare(same):
    classes = same.data[same.target]
    return (classes == classes.value_counts().idxmin()).astype(int)


def _examine_vote(vote):
    cases = [
        (["web", "chip", "web"], "web", "Which category do most of {} have?"),
        (["chip", "web", "web", "web", "chip"], "web", "In {} the nearest one is outvoted."),
        (["chip", "web", "web", "chip", "tap"], "chip", "In {} two are as frequent; the first of them wins."),
        (["web", "chip", "chip", "web"], "web", "In {} two are as frequent; the first of them wins."),
        (["tap"], "tap", "One neighbour alone decides: {}."),
    ]  # fmt: skip
    return next((words.format(given) for given, right, words in cases if vote(list(given)) != right), None)


def _examine_prepare(prepare):
    X, y = _corners()
    found = prepare(X.copy(), y.copy())
    if not isinstance(found, tuple | list) or len(found) != 4:
        return "Return four things: X_train, y_train, X_test, y_test."
    X_train, y_train, X_test, y_test = (pd.DataFrame(one).to_numpy(dtype=float) for one in found)
    if len(X_train) != len(y_train) or len(X_test) != len(y_test) or X_train.shape[1] != X_test.shape[1]:
        return "The order is X_train, y_train, X_test, y_test: rows and labels of a part belong together."
    real, train, test = (set(map(bytes, np.ascontiguousarray(rows))) for rows in (X.to_numpy(), X_train, X_test))
    return _first_fault(
        (test <= real, "Some test rows are not real: something was made before they were set aside."),
        (not test & train, "Some rows are in both parts."),
        (abs(len(X_test) - len(X) / 4) <= 2, "Set a quarter of the rows aside."),
        (abs(y_test.sum() - y.sum() / 4) <= 0.5, "The test part needs its share of the frauds: stratify."),
        (y_train.sum() > y.sum() - y_test.sum(), "No row was made: resample the training rows."),
        (real <= train | test, "Some real rows are gone. Keep every row that is not in the test part for training."),
        (not _parents(X_train[y_train[:, 0] == 1]) & _parents(X_test[y_test[:, 0] == 1]),
         "Some training rows are children of test rows: the sampler saw these before they were set aside."),
    )  # fmt: skip


def _corners(n_rare=20, n_rows=200):
    """A table where each rare row is large in a column of its own, so that its children can be told."""
    rng = np.random.default_rng(0)
    X = rng.uniform(0, 1e-4, (n_rows, n_rare))
    X[:n_rare] += np.eye(n_rare)
    frame = pd.DataFrame(X, columns=[f"v{i}" for i in range(n_rare)])
    return frame, pd.Series((np.arange(n_rows) < n_rare).astype(int), name="is_fraud")


def _parents(rare_rows):
    """Columns in which some of the rows are large: the rare rows they come from."""
    return set(np.flatnonzero((rare_rows > 1e-3).any(axis=0)))


def _first_fault(*tests):
    return next((words for holds, words in tests if not holds), None)


QUESTIONS = {
    "2.1": values(
        lambda: _between(0.25),
        hints=(
            "Take both parents out of `known`, in the columns `numbers`. `parents_` holds positions: `.iloc`.",
            "The formula under \"The idea\", once for all columns: a Series can be subtracted from a Series.",
            "Start at the seed and go a quarter of the way to the neighbour.",
        ),
        traps=(
            (lambda: _between(0.75), "That is a quarter of the way from the neighbour; the gap counts from the seed."),
            (lambda: _between(0.0), "That is the seed itself, a gap of 0."),
            (lambda: _between(1.0), "That is the neighbour itself, a gap of 1."),
            (_second_row, "That is the row that the sampler made, at a gap of its own. Make one at the gap asked for."),
            (lambda: _between(0.25, by_label=True), "The parents are positions, not labels: `.iloc`, not `.loc`."),
        ),
        praise="All that SMOTE does to numbers is this line: nothing outside of it can come up.",
    ),
    "2.2": function(
        _examine_vote, "a list of categories",
        hints=(
            "Count how often each category occurs.",
            "`max` takes a key: what should it compare? Of equals it keeps the first that it meets.",
        ),
        praise="The seed has no say: a category that is rare among the neighbours is outvoted.",
    ),
    "2.3": choice(
        lambda: "B", ("A", "B", "C", "D", "E"),
        hints=(
            "Ask of each step: which rows does it use, and were the test rows among them?",
            "Only a step before the split can see rows of both parts. Which of these looks at their values?",
        ),
        traps=(
            ("A", "Leaving out columns by name learns nothing from any row."),
            ("C", "The split deals rows out and learns nothing from them. What did it get to deal?"),
            ("D", "The model is trained on X_fit alone. What is in it was decided before."),
            ("E", "The score only compares. That it looks at easy rows was decided before."),
        ),
        praise="New rows are mixtures of their parents, so the split can no longer keep the two parts apart.",
    ),
    "2.4": number(
        lambda: _share("any"), low=0, high=1, within=0.0005,
        hints=(
            "Which labels of `in_test` are `n_real` or more? Subtract `n_real` and look these lines up in `parents_`.",
            "`DataFrame.isin(in_fit)` says for both parents whether they are in training.",
            "`.any(axis=1)` asks for one of the two, and the mean of true and false is a share.",
        ),
        traps=(
            (lambda: _share("all"), "That is the share with both parents in training; one is enough."),
            (lambda: _share("seed"), "That is the share whose seed is in training; the neighbour counts as well."),
            (lambda: 1 - _share("any"), "That is the share with no parent in training."),
        ),
        praise="Such a test row was mixed from rows that the model was trained on: no test of new frauds.",
    ),
    "2.5": function(
        _examine_prepare, "X and y",
        hints=(
            "Two steps, and only their order matters.",
            "`train_test_split` with `stratify=y` and a quarter for the test first; what is resampled after that?",
        ),
        praise="Whatever comes after the split can no longer reach the test rows.",
    ),
}  # fmt: skip
