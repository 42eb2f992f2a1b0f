"""Diffusion: new rows by walking from noise to a row that a trained denoiser believes in."""

from synthbalance.samplers._generative.base import GenerativeSampler
from synthbalance.samplers._knob import Knob


class DiffusionSampler(GenerativeSampler):
    """Draw rows from a diffusion model of the table, conditioned on the class.

    Noise of every size is added to real rows, and a net learns to take it off again. A new row starts as noise
    alone and is cleaned step by step along the net's advice. Half of each training batch comes from the rarer
    classes. The label of a new row is exactly the one asked for.

    Parameters
    ----------
    steps : int, default=2500
        Training steps at most; a two-sample test on a tenth of the rows, which also watches for copies, keeps
        the best averaged weights.
    walk_steps : int, default=24
        Steps from noise to a row, two passes of the net each; fewer are quicker and coarser.
    condition_columns : list of column names, default=None
        Columns whose values can be asked for: ``generate(n, given={"channel": "web"})`` is exact. Where they
        are not asked for, they are drawn together from real rows of the class.
    device : str, default="auto"
        "auto" is CUDA, then MPS, then the CPU; "cuda:1" names one.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns are conditioned on, so that their combination
        is always a real one.

    Attributes
    ----------
    losses_ : DataFrame
        step, denoising (mean squared error, weighted so that each noise level counts alike).
    checks_ : DataFrame
        step, two_sample_auc, closest_record_ratio of each check; empty below 200 rows of a class.
    verdict_ : str
        What the best check says, in words.
    report_ : dict
        `disputed`, the share of new rows that a forest trained on real rows holds for another class, and
        `disputed_real`, the same share of real rows.

    See Also
    --------
    ConditionalGANSampler, VAESampler : Quicker to draw from, farther from the real rows.
    SMOTESampler : Seconds instead of a minute, and hard to beat for a boosted model.

    Notes
    -----
    A number is learned as a normal score: its rank within its class pushed through the normal quantile function,
    with a straight tail of one unit beyond the outermost real value; values with over 2 % of the mass (atoms,
    such as 0) and missing ones are categories beside it. A category of up to 32 levels is one-hot, above that a
    point among fixed vectors. After training, each column's margin is put right, so that the net answers for
    the dependence between columns only.

    Trained too long it repeats the rows it saw: weights whose rows lie closer to the training rows than 0.9 times
    the distance of other real rows are not kept. Below 200 rows of a class nothing can be set aside to see that,
    and a verdict says so. It rarely raises a boosted model's scores. Synthetic is not anonymous.

    References
    ----------
    Karras, Aittala, Aila and Laine (2022), arXiv:2206.00364: preconditioning, noise levels and Heun's walk.
    Kotelnikov, Baranchuk, Rubachev and Babenko (2023), arXiv:2209.15421: TabDDPM. Zhang et al. (2024),
    arXiv:2310.09656: TabSyn.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from synthbalance import DiffusionSampler
    >>> rng = np.random.default_rng(0)
    >>> X = pd.DataFrame({"amount": rng.gamma(2.0, 30.0, 120), "channel": rng.choice(["web", "app"], 120)})
    >>> y = np.repeat([0, 1], [90, 30])
    >>> sampler = DiffusionSampler(steps=20, sampling_strategy=0.5, random_state=0)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> int(y_new.sum()), X_new["channel"].isin(["web", "app"]).all()
    (45, np.True_)
    """

    label = "Diffusion"
    sentence = "Rows a denoiser makes out of noise. Our strongest generator."
    knobs = (
        Knob("steps", low=1, soft=(200, 4000), help="training steps at most"),
        Knob("walk_steps", low=2, soft=(10, 50), help="steps from noise to a row"),
    )

    def __init__(
        self,
        *,
        steps=2500,
        walk_steps=24,
        condition_columns=None,
        device="auto",
        sampling_strategy="auto",
        permitted_range=None,
        immutable=None,
        constraints=None,
        random_state=None,
    ):
        super().__init__(
            steps=steps,
            condition_columns=condition_columns,
            device=device,
            sampling_strategy=sampling_strategy,
            permitted_range=permitted_range,
            immutable=immutable,
            constraints=constraints,
            random_state=random_state,
        )
        self.walk_steps = walk_steps

    def _nets_of(self):
        from synthbalance.samplers._nets.denoiser import Denoiser, DiffusionLearner

        return Denoiser, DiffusionLearner

    def _settings(self):
        return {"width": 256, "blocks": 3, "rate": 1e-3, "dropout": 0.1, "decay": 0.05}

    def _plan(self):
        from synthbalance.samplers._nets.loop import Plan

        return Plan(steps=self.steps, batch=256, every=max(self.steps // 15, 50))

    def _walk_steps(self):
        return self.walk_steps
