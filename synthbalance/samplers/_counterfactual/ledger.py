"""Ledger: for each new row its two parents, its edits and the oracle's score, in tables and in words."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from synthbalance.samplers._counterfactual.fill import ledger_frame


@dataclass
class Entry:
    """The new rows of one class from one source.

    Attributes
    ----------
    label : their class
    parents : DataFrame with the columns base, donor, relaxed
    edits : bool array of shape (n, n_columns)
    score : float array of shape (n,)
    threshold : float
    importance : float array of shape (n_columns,)
    source : {"edited", "smote"}
    """

    label: object
    parents: pd.DataFrame
    edits: np.ndarray
    score: np.ndarray
    threshold: float
    importance: np.ndarray
    source: str

    @classmethod
    def of_candidates(cls, label, chosen, oracle):
        """Rows that were edited, or copied where nothing else passed."""
        parents = ledger_frame(chosen.base, chosen.donor, chosen.level > 0)
        threshold = np.nan if oracle is None else oracle.threshold
        importance = np.zeros(chosen.edits.shape[1]) if oracle is None else oracle.importance
        return cls(label, parents, chosen.edits, chosen.score, threshold, importance, "edited")

    @classmethod
    def of_fill(cls, label, parents, n_columns):
        """Rows that SMOTE made."""
        edits, score = np.zeros((len(parents), n_columns), dtype=bool), np.full(len(parents), np.nan)
        return cls(label, parents, edits, score, np.nan, np.zeros(n_columns), "smote")


class Ledger:
    """All entries of one result, in the order of its new rows."""

    def __init__(self):
        self._entries = []

    def add(self, entry):
        """Put down rows that follow those already there."""
        self._entries.append(entry)

    def tables(self, names):
        """`parents_`, `edits_` and `validity_`; parents are None without any row."""
        if not self._entries:
            empty = pd.DataFrame({"score": [], "threshold": [], "valid": []}).astype({"valid": bool})
            return None, pd.DataFrame(columns=names, index=pd.RangeIndex(0), dtype=bool), empty
        parents = pd.concat([entry.parents for entry in self._entries], ignore_index=True)
        edits = pd.DataFrame(np.vstack([entry.edits for entry in self._entries]), columns=names)
        score = np.concatenate([entry.score for entry in self._entries])
        threshold = np.concatenate([np.full(len(entry.score), entry.threshold) for entry in self._entries])
        return parents, edits, pd.DataFrame({"score": score, "threshold": threshold, "valid": score >= threshold})

    def explain(self, i, frame, target):
        """One row in words; see `CounterfactualSampler.explain`."""
        n = sum(len(entry.parents) for entry in self._entries)
        if not isinstance(i, (int, np.integer)) or not 0 <= i < n:
            raise ValueError(f"i needs a position among the {n} new rows of the last result, got {i!r}.")
        start = 0
        for entry in self._entries:
            if i < start + len(entry.parents):
                break
            start += len(entry.parents)
        return f"Row {i} " + _sentence(entry, i - start, frame, target)


def _sentence(entry, row, frame, target):
    base, donor = (int(entry.parents[role].iloc[row]) for role in ("base", "donor"))
    if entry.source == "smote":
        return f"was made by SMOTE between the real rows {base} and {donor}, as too few edited rows passed."
    if base == donor:
        return f"is a copy of the real row {donor}, as too few edited rows passed."
    columns = np.flatnonzero(entry.edits[row])
    columns = columns[np.argsort(-entry.importance[columns], kind="stable")]
    steps = [
        f"{frame.columns[c]}: {_word(frame.iloc[base, c])} -> {_word(frame.iloc[donor, c])}" for c in columns.tolist()
    ]
    became = f"{target} = {_word(entry.label)}" if target is not None else f"class {_word(entry.label)}"
    return f"(real row {base}) became {became} by {_listed(steps)}."


def _listed(steps):
    return steps[0] if len(steps) == 1 else f"{', '.join(steps[:-1])} and {steps[-1]}"


def _word(value):
    if pd.isna(value):
        return "missing"
    if isinstance(value, (float, np.floating)):
        return f"{value:.4g}"
    return str(value)
