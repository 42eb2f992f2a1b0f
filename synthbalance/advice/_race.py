"""The race: successive halving on the first repeat, then the gain of the finalists tested on the others."""

import numpy as np
from joblib import Parallel, cpu_count, delayed

from synthbalance._errors import Cancelled
from synthbalance._warned import carried
from synthbalance.advice._board import Board
from synthbalance.advice._evidence import proves
from synthbalance.advice._fits import fit_fold

N_FINALISTS = 3
N_TESTS = 8
_FIRST_FOLDS = 2
_SCREENING = 0.5  # of the budget
_SLOW = 0.4  # of the screening, kept for generators that must be trained
_HOPELESS = {2: 0.0, 3: 0.5, 4: 1.0, 6: 1.5}  # deviations a gain must show after so many test rounds


class Race:
    """Every candidate on the same folds with the same seeds, beside "none".

    Parameters
    ----------
    folds : Folds
    candidates : list of Candidate, "none" first
    settings : Settings
    clock : Clock
    n_jobs : int or None
        Fits side by side, each in one thread; None: as many as there are cores.
    seeds : int
        Models of the final run, for which time is kept.

    Attributes
    ----------
    board : Board
    complete : bool
        Whether it went its whole way, neither cancelled nor out of time.
    """

    def __init__(self, folds, candidates, settings, clock, n_jobs=None, seeds=3):
        self.folds, self.settings, self.clock = folds, settings, clock
        self.n_jobs, self.seeds = cpu_count() if n_jobs is None else n_jobs, seeds
        self.board = Board(candidates, settings, estimate=folds.how != "time")
        self.complete, self._cuts = True, {}

    def run(self):
        """Screen, then test; returns the winner (a Candidate) or None.

        Raises
        ------
        ValueError
            If the budget is too short for one candidate.
        Exception
            Whatever the model raises without any rebalancing.
        """
        self._screen()
        if not self.clock.cancelled:
            self._choose_finalists()
            self._test()
        return self.winner()

    def winner(self):
        """The finalist with the largest proven gain, or None."""
        bounds = {one: self.board.bound(one) for one in self.board.finalists if one in self.board.running()}
        return max((one for one in bounds if proves(bounds[one])), key=lambda one: bounds[one].value, default=None)

    def reserve(self, entrants):
        """Seconds that the final run takes, by the fits so far."""
        board, rounds = self.board, -(-self.seeds // max(1, min(self.n_jobs, self.seeds)))
        slowest = np.nan_to_num(max((board.seconds(one) for one in entrants if board.n_folds(one)), default=0.0))
        larger = self.folds.n_folds / max(self.folds.n_folds - 1, 1)
        return 1.0 + 1.2 * rounds * larger * (slowest + np.nan_to_num(board.seconds(board.none)))

    def _screen(self):
        board, n_first = self.board, min(_FIRST_FOLDS, len(self._cut(0)))
        quick = [one for one in board.others if not one.is_trained]
        slow = [one for one in board.others if one.is_trained]
        self._fit([(board.none, 0, 0)])
        self._check_budget()
        self._limit(_SCREENING * (1 - _SLOW) if slow else _SCREENING)
        self._fit([(one, 0, i) for i in range(n_first) for one in [board.none, *quick]])
        self._limit(_SCREENING)
        self._fit([(one, 0, i) for i in range(n_first) for one in slow])
        if self.clock.cancelled:
            return
        self._halve()
        self._fit([(one, 0, i) for i in range(len(self._cut(0))) for one in [board.none, *board.running()]])

    def _halve(self):
        board = self.board
        tried = [one for one in board.running() if board.n_folds(one)]
        for one in sorted(tried, key=board.mean_gain, reverse=True)[-(-len(board.others) // 2) :]:
            board.dropped[one] = "in the weaker half after two folds"
        for one in board.running():
            if not board.n_folds(one):
                board.dropped[one] = "no time was left to try it"

    def _choose_finalists(self):
        """The best of the first repeat; one that did not gain there at all is not tested."""
        board = self.board
        ranked = sorted(board.running(), key=board.mean_gain, reverse=True)
        ranked = [one for one in ranked if board.mean_gain(one) > 0]
        board.finalists = ranked[: self._affordable(ranked)]
        self.complete = self.complete and len(board.finalists) == min(len(ranked), N_FINALISTS)
        for one in board.running():
            if one not in board.finalists:
                no_gain = one not in ranked
                board.dropped[one] = (
                    "no gain in the first round" if no_gain else "not among the best in the first round"
                )

    def _test(self):
        board = self.board
        for repeat in range(1, N_TESTS + 1):
            running = [one for one in board.finalists if one in board.running()]
            if not running:
                return
            if not self._has_time(running):
                self.complete = False
                return
            self.clock.limit(None if self.clock.seconds is None else self.clock.seconds - self.reserve(running))
            self._fit([(one, repeat, i) for i in range(len(self._cut(repeat))) for one in [board.none, *running]])
            for one in running if repeat in _HOPELESS else []:
                if board.is_hopeless(one, _HOPELESS[repeat]):
                    board.dropped[one] = "no gain in the first test rounds"

    def _fit(self, jobs):
        jobs = [(one, repeat, i) for one, repeat, i in jobs if not self.board.has(one, repeat, i)]
        for repeat in {repeat for _, repeat, _ in jobs}:
            self._cut(repeat)
        workers = max(1, min(self.n_jobs, len(jobs)))
        fit = carried(self._fit_one)
        Parallel(workers, prefer="threads")(delayed(fit)(*job) for job in jobs)
        if self.board.none in self.board.failed:
            error = self.board.failed[self.board.none]
            error.add_note("AutoBalance: this happened without any rebalancing, so there is nothing to compare with.")
            raise error

    def _fit_one(self, one, repeat, i):
        if one in self.board.failed:
            return
        if self.clock.is_over:
            self.complete = False
            return
        try:
            fold = self._cut(repeat)[i]
            fitted = fit_fold(self.folds.part, fold, one, 100 * repeat + i, self.settings, self.clock.poll)
        except Cancelled:
            self.complete = False
        except Exception as error:  # a user's model or sampler may raise anything, and the others go on
            self.board.failed[one] = error
        else:
            self.board.add(one, repeat, i, fitted)
            self.clock.step(self._words(), self._planned())

    def _words(self):
        best, gain = self.board.best() if self.settings.is_ranking else (None, None)
        return "trying candidates" + ("" if best is None else f", best so far {best.name} {gain:+.3f}")

    def _planned(self):
        """Fits in all, if nothing leaves before its time."""
        n, k = len(self.board.others), self.folds.n_folds
        halved, finalists = -(-n // 2), min(N_FINALISTS, n)
        return (n + 1) * _FIRST_FOLDS + (halved + 1) * (k - _FIRST_FOLDS) + (finalists + 1) * k * N_TESTS

    def _cut(self, repeat):
        if repeat not in self._cuts:
            self._cuts[repeat] = self.folds.repeat(repeat)
            self.board.expected[repeat] = len(self._cuts[repeat])
        return self._cuts[repeat]

    def _check_budget(self):
        if self.clock.seconds is None or self.clock.cancelled:
            return
        fit = self.board.seconds(self.board.none)
        least = self.clock.spent + self.reserve([self.board.none]) + 3 * self.folds.n_folds * fit / self.n_jobs
        if not least <= self.clock.seconds:
            raise ValueError(
                f"seconds={self.clock.seconds:g} is too short for one candidate: a fit takes {fit:.2g} s here, so that "
                f"comparing one with doing nothing needs at least {np.ceil(least):.0f}. Raise seconds, or leave it out."
            )

    def _limit(self, share):
        """Fits stop once this share of what the final run leaves is spent."""
        if self.clock.seconds is not None:
            self.clock.limit(share * max(0.0, self.clock.seconds - self.reserve(self.board.others)))

    def _affordable(self, ranked):
        """How many finalists there is time to test."""
        return next((n for n in range(min(N_FINALISTS, len(ranked)), 0, -1) if self._has_time(ranked[:n])), 0)

    def _has_time(self, entrants):
        """Whether one more repeat and the final run fit into what is left."""
        if self.clock.cancelled or self.clock.seconds is None:
            return not self.clock.cancelled
        each = sum(self.board.seconds(one) for one in [self.board.none, *entrants])
        return self.folds.n_folds * each / self.n_jobs + self.reserve(entrants) < self.clock.left
