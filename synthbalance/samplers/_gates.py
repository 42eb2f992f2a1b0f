"""Gates: new rows obey the user's ranges, immutable columns and constraints, or are drawn again."""

from collections import Counter

import numpy as np
import pandas as pd

from synthbalance._warned import warn
from synthbalance.samplers._rows import NewRows
from synthbalance.table import mask_of

_ROUNDS = 50
_MOST_AT_ONCE = 50_000
_HOPELESS = 20_000  # rows of which none passed


class Gates:
    """What each new row must obey; falsy where the user asked for nothing.

    Parameters
    ----------
    frame : pandas.DataFrame
        The real rows.
    permitted_range, immutable, constraints
        As in `TableOverSampler`.
    """

    def __init__(self, frame, permitted_range, immutable, constraints):
        self.frame = frame
        self.ranges = dict(permitted_range or {})
        self.immutable = list(immutable) if immutable is not None else []
        self.constraints = list(constraints) if constraints is not None else []
        self._check()

    def __bool__(self):
        return bool(self.ranges or self.immutable or self.constraints)

    def fill(self, draw, is_label, n_new, rng, report):
        """Draw until `n_new` rows pass, in at most 50 rounds; or until none of 20,000 rows passed.

        Parameters
        ----------
        draw : callable (n, rng) -> NewRows
        is_label : bool array of shape (n_rows,)
        n_new : int
        rng : numpy.random.Generator
        report : dict
            Rejected rows are added to it, gate by gate.

        Raises
        ------
        ValueError
            If no row passes at all.
        """
        frames, parents, kept, drawn, rejected = [], [], 0, 0, Counter()
        for stream in rng.spawn(_ROUNDS):
            wanted = _next_batch(n_new, kept, drawn)
            rows = draw(wanted, stream)
            frame = rows.to_frame(self.frame.columns)
            passing = np.flatnonzero(self._passes(frame, is_label, report, rejected))[: n_new - kept]
            frames.append(frame.iloc[passing])
            parents.append(None if rows.parents is None else rows.parents.iloc[passing])
            kept, drawn = kept + len(passing), drawn + rows.n
            if kept == n_new or (kept == 0 and drawn >= _HOPELESS):
                break
        self._tell_shortfall(kept, n_new, drawn, rejected)
        known = [part for part in parents if part is not None]
        return NewRows.from_frame(
            pd.concat(frames, ignore_index=True), pd.concat(known, ignore_index=True) if known else None
        )

    def _passes(self, frame, is_label, report, rejected):
        passing = np.ones(len(frame), dtype=bool)
        for gate, rule, mask in self._masks(frame, is_label):
            report[gate] = report.get(gate, 0) + int((passing & ~mask).sum())
            rejected[rule] += int((~mask).sum())
            passing &= mask
        return passing

    def _masks(self, frame, is_label):
        """Gate, the user's own rule in words, and a bool array of the rows that pass it."""
        for name, (low, high) in self.ranges.items():
            values = frame[name]
            inside = values.isna()
            inside |= (values >= low if low is not None else True) & (values <= high if high is not None else True)
            yield "range", f"permitted_range[{name!r}]", inside.to_numpy(dtype=bool)
        if self.immutable:
            yield "immutable", "immutable", self._occurs(frame, is_label)
        for position, constraint in enumerate(self.constraints):
            name = f"constraints[{position}]"
            yield "constraint", name, mask_of(constraint(frame.copy()), len(frame), name)

    def _occurs(self, frame, is_label):
        real = pd.util.hash_pandas_object(self.frame.loc[is_label, self.immutable], index=False)
        return pd.util.hash_pandas_object(frame[self.immutable], index=False).isin(real).to_numpy()

    def _tell_shortfall(self, kept, n_new, drawn, rejected):
        if kept == n_new:
            return
        rejected = ", ".join(f"{rule} {count} of {drawn}" for rule, count in rejected.most_common() if count)
        if kept == 0:
            raise ValueError(
                f"No row passes permitted_range, immutable and constraints together (rejected: {rejected}). "
                f"Loosen the one that rejects most."
            )
        warn(
            f"{n_new} new rows were asked for, {kept} passed in {drawn} tries (rejected: {rejected}); "
            f"{n_new - kept} are missing. Loosen the gate that rejects most.",
            stacklevel=5,
        )

    def _check(self):
        for parameter, names in (("permitted_range", self.ranges), ("immutable", self.immutable)):
            absent = [name for name in names if name not in self.frame.columns]
            if absent:
                raise ValueError(f"{parameter} needs columns of X, {absent!r} are not there.")
        for name, bounds in self.ranges.items():
            if not isinstance(bounds, (tuple, list)) or len(bounds) != 2:
                raise ValueError(
                    f"permitted_range[{name!r}] needs a pair (low, high), got {bounds!r}. Use None for open."
                )
            low, high = bounds
            if low is not None and high is not None and low > high:
                raise ValueError(f"permitted_range[{name!r}] needs low <= high, got {bounds!r}.")
            _check_comparable(self.frame[name], name, bounds)
        for constraint in self.constraints:
            if not callable(constraint):
                raise ValueError(f"constraints needs callables DataFrame -> bool mask, got {constraint!r}.")


def _next_batch(n_new, kept, drawn):
    """Enough rows for what is missing at the pass rate seen so far, within bounds."""
    missing = n_new - kept
    rate = max(kept, 1) / drawn if drawn else 1.0
    return int(min(max(missing / rate * 1.1, missing), 20 * n_new, max(_MOST_AT_ONCE, n_new)))


def _check_comparable(values, name, bounds):
    try:
        for bound in bounds:
            if bound is not None:
                values.iloc[:1] >= bound  # noqa: B015
    except TypeError:
        raise ValueError(
            f"permitted_range[{name!r}] needs values that can be compared with {bounds!r}, column {name!r} holds "
            f"{values.dtype}. Use constraints=[lambda df: df[{name!r}].isin([...])] for categories."
        ) from None
