"""One scenario played on a table: encoded values of each column, made when they are asked for."""

import numpy as np


class Scene:
    """The new rows of one scenario.

    Parameters
    ----------
    scenario : FittedScenario
    rows : SceneRows
    table : Table
    seeds : numpy.random.SeedSequence
    """

    def __init__(self, scenario, rows, table, seeds):
        self.scenario, self.rows, self.table = scenario, rows, table
        self._read = {name for rules in scenario.rules.values() for rule in rules for name in rule.reads}
        self._kept = {}
        for_rules, for_donors = seeds.spawn(2)
        keys = [(name, i) for name, rules in scenario.rules.items() for i in range(len(rules))]
        self._rule_seeds = dict(zip(keys, for_rules.spawn(len(keys)), strict=True))
        self._donor_seeds = dict(zip(scenario.donors, for_donors.spawn(len(scenario.donors)), strict=True))

    def has_rules_for(self, name):
        """Whether the column differs from that of the rows started from."""
        burst = self.scenario.burst
        return name in self.scenario.rules or (burst is not None and burst.time is not None and burst.time.name == name)

    def starts_from(self, name):
        """Positions of the real rows that the column's values come from, before any rule."""
        burst = self.scenario.burst
        is_time = burst is not None and burst.time is not None and burst.time.name == name
        shared = burst is not None and burst.same is not None and name in burst.same
        return self.rows.head if shared or is_time else self.rows.base

    def start(self, column):
        """Encoded values of a `Column` before any rule: those started from, and the burst's own times."""
        values = self.table.encoded(column, self.starts_from(column.name))
        burst = self.scenario.burst
        if burst is not None and burst.time is column:
            return column.settled(values + self.rows.clock * burst.per_second)
        return values

    def values(self, name):
        """Encoded values of a column after all rules; kept where rules of other columns read them."""
        if name in self._kept:
            return self._kept[name]
        rules = self.scenario.rules.get(name, ())
        column = rules[0].column if rules else self.table.column(name, None)
        values = self.start(column)
        for position, rule in enumerate(rules):
            values = self._after(rule, values, self._rule_seeds[name, position])
        if name in self._read:
            self._kept[name] = values
        return values

    def donated(self, column, name, once):
        """Encoded values of a `Column` in donor rows: one donor a row, or that of the burst's first row."""
        pool = self.scenario.donors[name]
        pick = np.random.default_rng(self._donor_seeds[name]).random(len(self.rows.at))
        pick = pick[self._first()] if once or self._is_same(column.name) else pick
        return self.table.encoded(column, pool[np.floor(pick * len(pool)).astype(np.int64)])

    def _after(self, rule, so_far, seed):
        """Values once a rule is carried out, in the rows that it is for."""
        uniform, chance, rising = self._numbers(rule, seed)
        with np.errstate(over="ignore"):
            made = self._made(rule, so_far, uniform, rising)
        return np.where(self._applies(rule, so_far, made, chance), made, so_far)

    def _made(self, rule, so_far, uniform, rising):
        column, made = rule.column, rule.verb.make(so_far, uniform, self)
        if rule.rising is not None:
            made = column.from_natural(column.natural(made) * self._running_product(rule.rising, rising))
        return column.settled(made, rule.decimals) if column.is_number else made

    def _numbers(self, rule, seed):
        """Uniform numbers for value, share and rise, one a row; with `once` the first two are those of the burst."""
        own = np.random.default_rng(seed).random((len(self.rows.at), 3))
        once = rule.once or rule.rising is not None or self._is_same(rule.column.name)
        shared = self._first() if once else slice(None)
        return own[shared, 0], own[shared, 1], own[:, 2]

    def _first(self):
        """Place of the first row of each row's burst."""
        return np.arange(len(self.rows.at)) - self.rows.position

    def _is_same(self, name):
        burst = self.scenario.burst
        return burst is not None and burst.same is not None and name in burst.same

    def _applies(self, rule, so_far, made, chance):
        mask = chance < rule.share
        column = rule.column
        if rule.only is not None:
            mask &= (self.rows.position == 0) == (rule.only == "first")
        if "missing" in rule.keep:
            mask &= ~column.missing(so_far)
        if "atoms" in rule.keep:
            mask &= ~column.encoder.atom_mask(column.name, so_far)
        if not column.can_miss:
            mask &= ~column.missing(made)
        for condition in rule.conditions:
            mask &= condition.met(so_far if condition.column is column else self.values(condition.column.name))
        return mask

    def _running_product(self, rising, uniform):
        """Product of the factors from the second row of each burst on; 1 in its first."""
        factor = rising[0] + uniform * (rising[1] - rising[0])
        product = np.ones(len(uniform))
        for position in range(1, 1 + int(self.rows.position.max(initial=0))):
            row = np.flatnonzero(self.rows.position == position)
            product[row] = product[row - 1] * factor[row]
        return product
