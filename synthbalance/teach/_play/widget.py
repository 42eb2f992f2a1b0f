"""SmotePlayground: points to drag, rows made from them one by one, and what a model takes from both."""

from __future__ import annotations

from typing import Any

import traitlets as t

from synthbalance.teach._play.making import METHODS, PRESS, Made, Recipe, has_torch, make, why_none
from synthbalance.teach._play.picture import picture
from synthbalance.teach._play.points import counts_of, default_points, read_points
from synthbalance.teach._play.region import MODELS, own_model, region, verdict
from synthbalance.teach._play.state import HIGHEST_SHARE, MOST_NEIGHBORS, PlaygroundTraits
from synthbalance.teach._play.telling import tell
from synthbalance.teach._play.training import train
from synthbalance.ui.parts import Step, Token, Worker

_SETTLED = 0.25  # seconds without a change before the model is cross-validated


class SmotePlayground(PlaygroundTraits):
    """Two dimensions to play in: drag points, and see what SMOTE and its relatives make of them.

    The rows come from the kit's own samplers. The tinted region is where a model that learned from points and rows
    says "rare"; the sentence under the stage is cross-validated, so that no model is judged on points it has seen.

    Parameters
    ----------
    points : list of dict, optional
        x and y from 0 to 1, label 1 (rare) or 0 (other); 48 of them where not given.
    method : {"smote", "borderline", "counterfactual", "gan"}, default="smote"
    k_neighbors : int, default=3
        Nearest rare points that a seed may be joined with, 1 to 10.
    share : float, default=0.4
        Share of the rare class after resampling, at most 0.5.
    model : {"logistic", "neighbors", "tree"} or classifier, default="logistic"
        What learns from points and rows; any scikit-learn classifier with `predict_proba`.
    gan_steps : int, default=150
        Steps that the GAN trains.
    random_state : int, default=0

    Attributes
    ----------
    points : list of dict
        Set it, or drag in the view.
    synthetic : list of dict
        The rows: x, y, label.
    parents : list of dict
        For each row the positions of its parents in `points`: seed, neighbor and gap; base and donor for
        counterfactual rows; empty for the GAN, whose rows have none.
    shown : int
        The row that is explained; -1 shows all.
    story : dict
        The explanation: title, lines, formula.
    verdict, message : str
    busy : bool
        Whether the GAN trains.

    Raises
    ------
    ValueError
        If an argument does not fit. Later, such a value changes nothing and `message` says why.

    References
    ----------
    Chawla, Bowyer, Hall and Kegelmeyer (2002), Journal of Artificial Intelligence Research 16, 321-357: SMOTE.

    Examples
    --------
    >>> from synthbalance.teach import SmotePlayground
    >>> play = SmotePlayground(k_neighbors=1)
    >>> len(play.synthetic)
    19
    >>> sorted(play.next_row().parents[0])
    ['gap', 'neighbor', 'seed']
    >>> play.story["title"]
    'Synthetic row 1 of 19'
    >>> play.close()
    """

    def __init__(
        self,
        points: Any = None,
        *,
        method: str = "smote",
        k_neighbors: int = 3,
        share: float = 0.4,
        model: Any = "logistic",
        gan_steps: int = 150,
        random_state: int = 0,
        _clock: Any = None,
    ):
        self._worker = Worker(self, _clock, name="synthbalance-playground")
        self._made, self._seed, self._steps = Made(), random_state, gan_steps
        super().__init__()
        self._models = MODELS | ({} if isinstance(model, str) else {"own": own_model(model)})
        values = {"method": method, "k_neighbors": k_neighbors, "share": share}
        values |= {"model": model if isinstance(model, str) else "own"}
        read = {name: getattr(self, f"_read_{name}")(value) for name, value in values.items()}
        self.on_msg(self._on_message)
        self.write(points=default_points() if points is None else read_points(points), **read)
        self._remake()

    def next_row(self) -> SmotePlayground:
        """Explain the next synthetic row; after the last one the first."""
        if n_rows := len(self.synthetic):
            self.shown = (self.shown + 1) % n_rows
        return self

    def train(self) -> SmotePlayground:
        """Train the GAN now; returns at once, `wait` blocks."""
        with self._lock:
            recipe = self._recipe
            if self.method != "gan":
                self.write(message='Only the GAN trains: set method="gan" first.')
            elif self.facts["n_new"] and has_torch():
                self.write(busy=True, message="Training, step 0")
                self._worker.submit([Step(lambda token: self._train(token, recipe))], at_once=True)
        return self

    def cancel(self) -> None:
        """Stop the training."""
        self._worker.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until nothing is under way; False if it still was after `timeout` seconds."""
        return self._worker.wait(timeout)

    def close(self) -> None:
        """End the worker and take the view away."""
        self._worker.close()
        super().close()

    def stopped(self, token: Token) -> None:
        """The training was stopped: its last frame stays."""
        if not token.superseded:
            self.write(busy=False, message=f"Stopped. {PRESS}")

    def failed(self, token: Token, error: Exception) -> None:
        """The training, or the cross-validation, could not be done."""
        self.write(busy=False, message=" ".join(str(error).split())[:300])

    def settled(self) -> None:
        """Nothing is left to do."""

    @t.observe("points", "method", "k_neighbors", "share")
    def _on_change(self, change: Any) -> None:
        if not self._writing and change["old"] != change["new"]:
            self._remake()

    @t.observe("model", "shown")
    def _on_view(self, change: Any) -> None:
        if not self._writing and change["old"] != change["new"]:
            self._redraw()
            if change["name"] == "model":
                self._judge_soon()

    def _on_message(self, _: Any, content: Any, buffers: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "train":
            self.train()
        elif kind == "cancel":
            self.cancel()

    @property
    def _recipe(self) -> Recipe:
        return Recipe(self.method, self.k_neighbors, self.share, self._seed)

    def _remake(self) -> None:
        with self._lock, self.hold_sync():  # one message for all that follows from a change
            self._made = make(self.points, self._recipe)
            self.write(shown=-1 if self.shown >= len(self._made.rows) else self.shown, facts=self._facts(), busy=False)
            said = " ".join(self._made.notes) or why_none(self._recipe, self.facts["n_new"], has_torch())
            self._redraw(message=said)
            self._judge_soon()

    def _redraw(self, **more: Any) -> None:
        """What follows from points, rows, model and the row that is shown."""
        with self._lock:
            made, points = self._made, self.points
            seen = made.rows if self.shown < 0 else made.rows[: self.shown + 1]
            self.write(
                synthetic=made.rows,
                parents=made.parents,
                story=tell(self.method, points, made, self.shown, self.k_neighbors),
                region=region(self._models[self.model][1], points, seen),
                **more,
            )

    def _judge_soon(self) -> None:
        """Cross-validate once nothing moves; a training is not stopped for it."""
        with self._lock:
            points, recipe, model = self.points, self._recipe, self._models[self.model][1]
            if not self.busy:
                self._worker.submit([Step(lambda token: self._judge(token, model, points, recipe), delay=_SETTLED)])

    def _judge(self, token: Token, model: Any, points: list[dict], recipe: Recipe) -> None:
        said = verdict(model, points, recipe)
        with self._lock:
            if not token.cancelled:
                self.write(verdict=said)

    def _train(self, token: Token, recipe: Recipe) -> None:
        points, n_new = self.points, self.facts["n_new"]

        def show(step: int, rows: list[dict]) -> None:
            with self._lock:
                if not token.cancelled:
                    self._show(Made(rows), f"Training, step {step} of {self._steps}")

        rows, notes = train(points, n_new, self._steps, recipe.random_state, lambda: not token.cancelled, show)
        with self._lock:
            if not token.cancelled:
                self._show(Made(rows), " ".join([f"Trained for {self._steps} steps.", *notes]), busy=False)
                self._judge_soon()

    def _show(self, made: Made, message: str, busy: bool = True) -> None:
        with self._lock, self.hold_sync():
            self._made = made
            self.write(busy=busy, shown=-1)
            self._redraw(message=message)

    def _facts(self) -> dict:
        """What the controls show: counts, bounds and choices."""
        n_rare, n_other = counts_of(self.points)
        return {
            "rare": n_rare,
            "other": n_other,
            "n_new": self._recipe.n_new(n_rare, n_other),
            "present": min(n_rare / max(n_rare + n_other, 1), HIGHEST_SHARE),
            "highest": HIGHEST_SHARE,
            "most_neighbors": min(MOST_NEIGHBORS, max(n_rare - 1, 1)),
            "methods": [{"value": key, "text": text} for key, text in METHODS.items()],
            "models": [{"value": key, "text": text} for key, (text, _) in self._models.items()],
            "trains": has_torch(),
        }

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        counts = (
            f"{self.facts['rare']} rare and {self.facts['other']} other points, {len(self.synthetic)} synthetic rows"
        )
        text = f"SMOTE playground: {counts}."
        html = picture(self.points, self.synthetic, text)
        return bundle[0] | {"text/plain": text, "text/html": html}, bundle[1]
