"""Audit: what was measured of a run's synthetic rows; frozen."""

from dataclasses import dataclass

import pandas as pd

from synthbalance.audit._show import as_html, as_text


@dataclass(frozen=True, eq=False, repr=False)
class Audit:
    """Whether synthetic rows of the rare class are like real ones, betray real ones, and keep to the rules.

    Every table has the columns `measure, value, low, high, better, sentence`: low and high are the ends of a 95 %
    interval (nan where there is none); better is "higher", "lower", "half" (nearer to 0.5), "one" (nearer to 1),
    "real" (nearer to the figure of kept-out real rows, which the sentence names), "equal" (alike in every group) or
    "yardstick" (a figure of real rows, to read the others by); sentence says it in plain words.

    Attributes
    ----------
    name : str
        Of the run.
    note : str
        What holds for all figures; or why there are none.
    fidelity : DataFrame
        column_shapes, pair_trends, two_sample_auc, coverage, density, out_of_range, hidden_majority (and its
        yardstick hidden_majority_real, and the difference hidden_majority_excess).
    privacy : DataFrame
        exact_copies, closest_record_ratio, neighbor_distance_ratio (and its yardstick
        neighbor_distance_ratio_real), closest_record_distance, membership_auc, membership_auc_rare,
        membership_auc_others.
    fairness : DataFrame
        Starts with the column `group`; empty unless protected columns were given.
    constraints : DataFrame
        Share of synthetic rows that break each constraint.
    columns, pairs : DataFrames
        Likeness of each column (`column`) and of each pair of columns (`column_1`, `column_2`).
    """

    name: str
    note: str
    fidelity: pd.DataFrame
    privacy: pd.DataFrame
    fairness: pd.DataFrame
    constraints: pd.DataFrame
    columns: pd.DataFrame
    pairs: pd.DataFrame

    def __repr__(self):
        return as_text(self)

    def _repr_html_(self):
        return as_html(self)
