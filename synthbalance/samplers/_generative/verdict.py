"""What the early stop found, in words."""

from synthbalance.samplers._labels import plain_label

GOOD, POOR = 0.75, 0.92
FEW_ROWS = 20


def verdict_of(outcome, best, n_steps, watched):
    """One or two sentences about a training, and whether they are a warning.

    Parameters
    ----------
    outcome : Outcome
        How training ended.
    best : dict or None
        The check that was kept; None where there was none.
    n_steps : int
        Steps asked for.
    watched : bool
        Whether rows were set aside to check with; there are none where a class has too few.

    Returns
    -------
    str, bool
    """
    ended = {
        "steps": f"Trained for {outcome.step} steps.",
        "early": f"Stopped early, the weights of step {outcome.step} of at most {n_steps} are kept.",
        "nan": (
            f"The loss became NaN after step {outcome.step}; the last good weights, of step {outcome.step}, are kept. "
            f"Try another random_state, or look for extreme values."
        ),
        "cancelled": f"Cancelled; the best weights so far, of step {outcome.step}, are kept.",
    }[outcome.ended]
    if best is None:
        why = "it ended before the first check" if watched else "that needs 200 rows of each class"
        return f"{ended} Not tested: {why}.", outcome.ended == "nan"
    words, poor = _quality(best)
    return f"{ended} {words}", poor or outcome.ended == "nan"


def few_rows_sentence(who, counts, labels):
    """What is told of a class of fewer than 20 rows."""
    rarest = counts.argmin()
    return (
        f"{who} needs about {FEW_ROWS} rows of a class to learn from, class {plain_label(labels[rarest])!r} has "
        f"{counts[rarest]}. "
        f"SMOTESampler or RandomSampler suit so few rows better."
    )


def _quality(best):
    auc, ratio = best["two_sample_auc"], best["closest_record_ratio"]
    said = f"two-sample AUC {auc:.2f}, 0.5 is perfect"
    if ratio < 0.9:
        return (
            f"Poor: the new rows lie closer to real rows than other real rows do (by a factor of {ratio:.2f}), so they "
            f"are partly copies. Use fewer steps, or SMOTESampler.",
            True,
        )
    if auc > POOR:
        return (
            f"Poor: a classifier tells the new rows from real ones ({said}). More steps may help; SMOTESampler or "
            f"DiffusionSampler may suit this table better.",
            True,
        )
    if auc > GOOD:
        return f"Fair: a classifier often tells the new rows from real ones ({said}).", False
    return f"Good: a classifier can hardly tell the new rows from real ones ({said}).", False
