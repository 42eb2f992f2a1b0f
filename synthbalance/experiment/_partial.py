"""Partial: what the first model of an exact run is worth on the validation rows while it still trains."""

import numpy as np

from synthbalance.metrics import METRICS
from synthbalance.models import is_lightgbm

SHARES = (0.25, 0.5, 0.75)


class Partial:
    """An `after_tree` listener of `TableModel.fit`; each tree is asked once, whatever the number of looks.

    Parameters
    ----------
    matrix : float array of shape (n_validation, n_columns)
        Encoded validation rows.
    rows : Rows
    primary : str
        Key of METRICS; only metrics of the score itself can be told.
    tell : callable (share, value)
        Share of the trees, and the primary score with them.
    """

    def __init__(self, matrix, rows, primary, tell):
        self._matrix, self._rows, self._metric, self._tell = matrix, rows, METRICS[primary], tell
        self._raw, self._asked, self._left = np.zeros(len(matrix)), 0, list(SHARES)

    def __call__(self, booster, done, total):
        if not self._left or done < self._left[0] * total or done == total:
            return
        self._left = [share for share in self._left if done < share * total]
        self._raw += booster.predict(
            self._matrix, raw_score=True, start_iteration=self._asked, num_iteration=done - self._asked
        )
        self._asked = done
        rows = self._rows
        self._tell(done / total, float(self._metric.function(rows.y, self._raw, weight=rows.weight)))


def partial_scores(experiment, plan, tell):
    """The listener for an exact run of a plan, or None where it has nothing to tell.

    Only a LightGBM of two classes whose trees add up can be asked half-way: no bags, no dropped or averaged trees.
    """
    model = experiment.model
    if tell is None or plan.bagged or experiment.several_ is not None or not is_lightgbm(model):
        return None
    adds_up = model.get_params().get("boosting_type", "gbdt") == "gbdt" and model.objective in (None, "binary")
    if not adds_up or METRICS[experiment.primary].needs != "score":
        return None
    return Partial(
        experiment.known_.table("validation").matrix, experiment.rows_["validation"], experiment.primary, tell
    )
