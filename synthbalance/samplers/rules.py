"""Rules: rows of named scenarios that somebody wrote down, to rebalance with and to test a model on."""

import os
from typing import ClassVar

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from synthbalance.samplers._base import TableOverSampler
from synthbalance.samplers._labels import plain_label
from synthbalance.samplers._rules.casting import Casting
from synthbalance.samplers._rules.caught import caught_table, check_asked, checked_threshold
from synthbalance.samplers._rules.play import play
from synthbalance.samplers._rules.reading import read_rules
from synthbalance.samplers._rules.roles import first_form, roles_in, roles_of_simulator, with_columns
from synthbalance.samplers._rules.schema import json_schema
from synthbalance.samplers._rules.table import Table
from synthbalance.table import check_table


class RuleSampler(TableOverSampler):
    """Make rows of named scenarios from readable rules: ranges, dependencies, bursts.

    Each new row starts from a real row, of the class asked for or of the others, and the rules of its
    scenario set some of its columns; all others stay as they are. A scenario is a dict, or an entry of
    a YAML or JSON file::

        - name: night spree
          description: Big payments on the web, one after the other, at night.
          weight: 2                          # its share of the new rows, beside the others'
          base: rare                         # or others: start from real rows of the other classes
          where: {channel: online}           # only from such rows
          burst: {size: [3, 6], gap: ["1 min", "20 min"], time: paid_at, same: all}
          set:
            amount: {quantile: [0.9, 0.99], of: others, rising: [1.1, 1.4]}
            country: {choice: [US, GB], weights: [3, 1]}
            hour: {part: hour, from: paid_at}
            payments_24h: {earlier: rows, within: 24h}
            amount_ratio_30d: {follow: amount}
            device_age_days: {range: [0, 2], share: 0.8}
          when:
            - if: {amount: {above: 500}}
              set: {authenticated: false}

    **A column's rule** is a plain value (null = missing), or one of

    ======================================  ======================================================
    ``{value: v}``                          `v`
    ``{choice: [v, ...], weights: [...]}``  one of the values
    ``{range: [low, high], log: true}``     evenly between two values, or in their logarithm
    ``{quantile: [0.9, 1], of: others}``    as real values between two quantiles, of the `rare`
                                            rows (default), the `others` or `all`
    ``{seen: all, different: true}``        a real value as often as it occurs, other than so far
    ``{donor: name}``                       the value of a real row, one for all columns: under
                                            `donors`, ``name: {of: all, where: {...}}``
    ``{scale: [0.9, 1.1]}``                 the value so far, times a factor
    ``{shift: [-5, 5]}``                    the value so far, plus a number or a duration
    ``{times: col, by: [0.9, 1.1]}``        another column's value, times a factor
    ``{plus: col, by: ["1h", "2h"]}``       another column's value, plus a number or a duration
    ``{copy: col}``                         another column's value
    ``{follow: col}``                       the value so far, changed by the same factor as `col`
    ``{part: hour, from: col}``             hour, minute, day, weekday (Monday = 0) or month
    ``{earlier: rows, within: 24h}``        the value so far, plus the earlier rows of the burst
                                            within that time, or the sum of a column in them
    ``{elapsed: hours}``                    time since the row before it in the burst
    ======================================  ======================================================

    and beside it ``share: 0.3`` (only in so many rows), ``keep: [missing, atoms]`` (leave such cells
    alone), ``once: true`` (one draw a burst), ``only: first`` or ``later`` (rows of a burst),
    ``rising: [1.1, 1.5]`` (each row of a burst is so many times the one before). Several rules in a list
    act one after the other, and those under ``when`` after all of ``set``, in rows that meet the
    conditions: a value, a list of values, or ``is, not, in, not_in, above, at_least, below, at_most,
    missing``. A rule that reads another column reads what that column becomes.

    **A burst** is a group of `size` rows, `gap` seconds apart, whose first one tells the `time` (any
    number column with a `unit`, or a date column). With ``same: all`` its rows start from one real row;
    with a list, each from its own, and only these columns are the first one's.

    ``{typology: card testing, columns: {amount: TX_AMOUNT, ...}}`` stands for a shipped scenario; see
    `typology`.

    Parameters
    ----------
    rules : list of dict, dict, or path of a YAML or JSON file, default=None
        The scenarios. None takes, for the rarest class, the shipped typologies whose columns the table
        has under the names of `load_transactions` or the Fraud Detection Handbook; for other classes
        and tables one scenario, "as seen": a real row of the class, in which three numbers on average
        (no dates, atoms or missing cells) are redrawn between the class's own 5 % and 95 % quantiles.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package. Rows are rejected one by one, so that a burst may lose some.

    Attributes
    ----------
    scenario_ : categorical Series of shape (n_new,)
        Name of the scenario of each new row of the last result.
    scenarios_ : dict label -> list of str
        Names of the scenarios of each class that was sampled.
    report_ : dict
        As in every sampler, and under `scenarios` the rows of each scenario.
    parents_ : None
        Rows come from rules.

    See Also
    --------
    CounterfactualSampler : Rows whose every value was observed.

    Notes
    -----
    Rules know only what their author knows. What a model gains on rule rows says how well it learned
    the rules, not how much fraud it catches: never score it on them as if they were real. As a stress
    test they can show a blind spot, but never that there is none.

    Look backs of a burst are those of its first row plus the burst's own rows, which leaves out what
    older payments would drop out of the window meanwhile. New numbers are rounded to the decimals of their
    column; a column whose dtype has no missing value keeps its value where a rule would make it missing.

    References
    ----------
    Le Borgne, Siblini, Lebichot and Bontempi (2022), Reproducible Machine Learning for Credit Card Fraud
    Detection - Practical Handbook, chapter 3: fraud scenarios of a simulator.
    OWASP, Automated Threats to Web Applications, OAT-001 Carding: card testing.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from synthbalance.samplers.rules import RuleSampler
    >>> rng = np.random.default_rng(0)
    >>> X = pd.DataFrame({"amount": rng.gamma(2, 30, 200).round(2), "channel": rng.choice(["web", "shop"], 200)})
    >>> y = (np.arange(200) % 20 == 0).astype(int)
    >>> small = {"name": "small on the web", "set": {"amount": {"range": [0.5, 5]}, "channel": "web"}}
    >>> sampler = RuleSampler(rules=[small], sampling_strategy=0.5, random_state=0)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> bool(X_new["amount"][sampler.synthetic_mask_].between(0.5, 5).all())
    True
    >>> sampler.report_["scenarios"]
    {'small on the web': 85}
    """

    label = "Rules"
    family = "model"
    sentence = "Named scenarios made from readable rules."

    _parameter_constraints: ClassVar[dict] = {
        **TableOverSampler._parameter_constraints,
        "rules": [list, dict, str, os.PathLike, None],
    }

    def __init__(
        self,
        *,
        rules=None,
        sampling_strategy="auto",
        permitted_range=None,
        immutable=None,
        constraints=None,
        random_state=None,
    ):
        super().__init__(
            sampling_strategy=sampling_strategy,
            permitted_range=permitted_range,
            immutable=immutable,
            constraints=constraints,
            random_state=random_state,
        )
        self.rules = rules

    def fit_resample(self, X, y):
        """The rows of X, unchanged and first, and after them the new ones; see `TableOverSampler.fit_resample`."""
        resampled = super().fit_resample(X, y)
        self._keep_scenarios()
        return resampled

    def generate(self, n, label=None, given=None, return_y=False):
        """Only new rows, after `fit` or `fit_resample`; see `TableOverSampler.generate`."""
        self._played = []
        rows = super().generate(n, label, given, return_y)
        self._keep_scenarios()
        return rows

    def stress_test(self, model, n=1000, threshold=None, random_state=None, label=None):
        """How many rows of each scenario a fitted model catches.

        Parameters
        ----------
        model : fitted classifier, or `Run`
            With a ``predict_proba`` for DataFrames of the columns of X.
        n : int, default=1000
            Rows made of each scenario.
        threshold : float, default=None
            A row is caught where its probability is at least this; None takes ``model.threshold``, or else 0.5.
        random_state : int, Generator, RandomState or None, default=None
            None takes the sampler's own.
        label : optional
            The class whose scenarios are played; the rarest one where not given.

        Returns
        -------
        DataFrame, a row a scenario
            `rows`, `caught` (share), `low` and `high` (its 95 % Wilson interval, the rows of one burst counted
            for as much as they differ), `median_score`. The last row are the real rows of the class that
            the sampler was fitted on; a model trained on them knows them, so that its share is no estimate
            of anything. The intervals are about the scenario as written, not about real fraud.

        Raises
        ------
        TypeError
            If the model has no ``predict_proba``.
        ValueError
            If `n` or `threshold` is out of bounds, or the model does not know the class.

        Examples
        --------
        >>> import numpy as np, pandas as pd
        >>> from sklearn.linear_model import LogisticRegression
        >>> X = pd.DataFrame({"amount": np.r_[np.arange(90.0), np.arange(500.0, 510.0)]})
        >>> y = np.repeat([0, 1], [90, 10])
        >>> rules = [{"name": "small", "set": {"amount": {"range": [1, 5]}}}]
        >>> sampler = RuleSampler(rules=rules, random_state=0).fit(X, y)
        >>> float(sampler.stress_test(LogisticRegression().fit(X, y)).loc["small", "caught"])
        0.0
        """
        check_is_fitted(self, "encoder_")
        check_asked(model, n)
        rarest = plain_label(self._rarest())
        label = rarest if label is None else plain_label(self._known_label(label))
        threshold = checked_threshold(model, threshold)
        scenarios = self._casting.scenarios(label)
        streams = self._stream(random_state).spawn(len(scenarios))
        played = (
            (one.name, self._playing(label, [one], int(n), rng, {}))
            for one, rng in zip(scenarios, streams, strict=True)
        )
        return caught_table(played, self._frame[self._y == label], model, threshold, label, rarest)

    @staticmethod
    def typology(name, X=None, **columns):
        """A shipped scenario as a dict, to look at, change and pass in `rules`.

        Parameters
        ----------
        name : {"card testing", "amount burst", "impossible travel"}
        X : table, optional
            Its columns are used where their names are known.
        **columns
            Which column is which: `amount`, `time`, `hour`, `customer`, `terminal`, `category`, `channel` (with
            the values online and magstripe), `country`, `distance` (km), `authenticated` (bool), `device_age`
            (days), `count_1h`, `count_24h`, `count_7d`, `sum_24h`, `ratio_30d` and `hours_since_last` of the
            customer, `visits_30d` of the customer there, `terminal_count_24h`, `terminal_ratio_30d`,
            `terminal_magstripe_24h`. None leaves one out. Without X and columns: those of `load_transactions`.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            If the name or a role is unknown, or the columns are not enough for the typology.

        Examples
        --------
        >>> made = RuleSampler.typology("amount burst", amount="TX_AMOUNT", time="TX_DATETIME")
        >>> made["set"]
        {'TX_AMOUNT': {'quantile': [0.8, 0.95], 'of': 'others', 'rising': [1.1, 1.5]}}
        """
        roles = roles_in(check_table(X, "X").columns) if X is not None else {} if columns else roles_of_simulator()
        return first_form(name, with_columns(roles, columns))

    @staticmethod
    def schema():
        """The rule language as a JSON schema, for editors that check YAML and JSON files.

        Returns
        -------
        dict
        """
        return json_schema()

    def _learn(self, X, y):
        self._played = []
        return super()._learn(X, y)

    def _prepare(self, X, y, rng):
        value, place = (None, None) if self.rules is None else read_rules(self.rules)
        table = Table(X, y, self.encoder_)
        self._casting = Casting(value, place, table, self._gates.immutable, self._rarest())
        asked = [label for label, n_new in self.sampling_strategy_.items() if n_new > 0]
        for label in asked or [self._rarest()]:
            self._casting.scenarios(label)
        self.scenarios_ = self._casting.names()

    def _draw_obeying(self, label, n_new, rng):
        scenarios = self._casting.scenarios(label)
        rows = self._playing(label, scenarios, n_new, rng, self.report_)
        names = np.array([one.name for one in scenarios], dtype=object)
        self._played.append(names[rows.parents["scenario"].to_numpy()])
        rows.parents = None
        return rows

    def _playing(self, label, scenarios, n, rng, report):
        def draw(n_rows, stream):
            return play(scenarios, self._casting.table, n_rows, stream, self._tick)

        return self._gates.fill(draw, self._y == label, n, rng, report) if self._gates else draw(n, rng)

    def _keep_scenarios(self):
        self.scenarios_ = self._casting.names()
        names = list(dict.fromkeys(name for of_class in self.scenarios_.values() for name in of_class))
        played = np.concatenate(self._played) if self._played else np.empty(0, dtype=object)
        self.scenario_ = pd.Series(pd.Categorical(played, categories=names), name="scenario")
        counts = self.scenario_.value_counts(sort=False)
        self.report_["scenarios"] = {name: int(count) for name, count in counts.items() if count}

    def _stream(self, random_state):
        if random_state is None:
            return self._rng()
        if isinstance(random_state, np.random.RandomState):
            return np.random.default_rng(random_state.randint(2**31, size=4))
        return np.random.default_rng(random_state)
