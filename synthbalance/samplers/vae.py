"""Variational autoencoder: rows decoded from latent noise, conditioned on the class."""

from synthbalance.samplers._generative.base import GenerativeSampler
from synthbalance.samplers._knob import Knob


class VAESampler(GenerativeSampler):
    """Draw rows from a conditional variational autoencoder of the table.

    Numbers are learned as normal scores within their class (see Notes of `DiffusionSampler`); the decoder gives
    each a mean and a deviation, and each category a softmax; training raises the evidence lower bound.

    Parameters
    ----------
    steps : int, default=2000
        Training steps at most; a two-sample test on a tenth of the rows keeps the best.
    condition_columns, device
        As in `DiffusionSampler`.
    sampling_strategy, permitted_range, immutable, constraints, random_state
        As in every sampler of the package; immutable columns are conditioned on, so that their combination
        is always a real one.

    Attributes
    ----------
    losses_ : DataFrame
        step, reconstruction and divergence, in nats a row.
    checks_, verdict_, report_
        As in `DiffusionSampler`.

    See Also
    --------
    DiffusionSampler : Usually closer to the real rows.

    Notes
    -----
    The quickest of the three to train, and the smoothest: what is rare within the class tends to be lost.
    Synthetic is not anonymous.

    References
    ----------
    Kingma and Welling (2014), arXiv:1312.6114. Sohn, Lee and Yan (2015), NeurIPS: conditional structured output.
    Xu et al. (2019), arXiv:1907.00503: TVAE, the idea for tables.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from synthbalance import VAESampler
    >>> rng = np.random.default_rng(0)
    >>> X = pd.DataFrame({"amount": rng.gamma(2.0, 30.0, 120), "channel": rng.choice(["web", "app"], 120)})
    >>> y = np.repeat([0, 1], [90, 30])
    >>> sampler = VAESampler(steps=20, sampling_strategy=0.5, random_state=0)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> int(y_new.sum())
    45
    """

    label = "VAE"
    sentence = "Rows decoded from a small latent space. Quick and smooth."
    knobs = (Knob("steps", low=1, soft=(200, 5000), help="training steps at most"),)

    def __init__(
        self,
        *,
        steps=2000,
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

    def _nets_of(self):
        from synthbalance.samplers._nets.vae import Autoencoder, VAELearner

        return Autoencoder, VAELearner

    def _settings(self):
        return {"width": 128, "blocks": 2, "latent": 32, "rate": 1e-3, "divergence": 1.0, "chance": 0.3}

    def _plan(self):
        from synthbalance.samplers._nets.loop import Plan

        return Plan(steps=self.steps, batch=256, every=max(self.steps // 15, 50))
