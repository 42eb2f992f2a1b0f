"""Lesson 1, Cost and threshold: what mistakes cost, from where on to flag, and who may choose the threshold."""

import numpy as np

from synthbalance.teach._question import choice, function, number
from synthbalance.teach._tables import current

_REVIEW = 5


def _frauds_and_amounts():
    data, target = current("1")
    amount = data["amount" if "amount" in data else "Amount"].to_numpy(dtype=float)
    return (data[target] == data[target].value_counts().idxmin()).to_numpy(), amount


def _flag_none():
    is_fraud, amount = _frauds_and_amounts()
    return float(amount[is_fraud].sum())


def _flag_all():
    return float(_REVIEW * len(_frauds_and_amounts()[0]))


def _honest_reviews():
    return float(_REVIEW * (~_frauds_and_amounts()[0]).sum())


def _examine_decide(decide):
    p, amount = np.array([0.02, 0.02, 0.5, 0.9, 0.0]), np.array([100.0, 400.0, 8.0, 2.0, 900.0])
    flagged = np.asarray(decide(p, amount, 5.0))
    if flagged.shape != p.shape or flagged.dtype != bool:
        return "It returns an array of true and false, one for each payment."
    if flagged[3]:
        return "A payment of 2 euro was flagged: that costs more than can be lost."
    if flagged[2]:
        return "A probability of a half with 8 euro was flagged: less than the review is to be expected as loss."
    if not flagged[1]:
        return "A probability of 0.02 with 400 euro was not flagged: its expected loss pays for the review."
    if flagged[0] or flagged[4]:
        return "A payment was flagged whose expected loss is below the review."
    if not np.asarray(decide(np.array([0.25]), np.array([20.0]), 5.0))[0]:
        return "Where the expected loss equals the review, flag."
    with np.errstate(all="raise"):
        zero = np.asarray(decide(np.array([0.0, 0.9]), np.array([0.0, 0.0]), 5.0))
    return "An amount of 0 was flagged: nothing can be lost there." if zero.any() else None


_CUTS = (
    ([0.9, 0.5, 0.4, 0.1], 2, 2, "four different probabilities"),
    ([0.1, 0.7, 0.3, 0.9, 0.8], 3, 3, "probabilities in no order"),
    ([0.9, 0.5, 0.5, 0.1], 2, 1, "two payments that share the second place"),
    ([0.9, 0.9, 0.9, 0.1], 2, 0, "three payments that share the first place"),
    ([0.4, 0.2], 5, 2, "fewer payments than may be reviewed"),
    ([0.4, 0.2], 0, 0, "no review at all"),
)  # fmt: skip


def _examine_cut(cut):
    for p, n, wanted, words in _CUTS:
        p = np.array(p)
        flagged = int(np.sum(p >= float(cut(p, n))))
        if flagged != wanted:
            kind = "too many" if flagged > n else "more would have been possible" if flagged < wanted else "not these"
            return f"With {words} and room for {n}, it flags {flagged}: {kind}."
    return None


QUESTIONS = {
    "1.1": number(
        lambda: min(_flag_none(), _flag_all()), low=0, within=1.0,
        hints=(
            "Use `payments` in place of the holdout. With no alert, which payments cost something, and how much?",
            "No alert: the amounts of all frauds. All alerts: one review for each payment. Take the smaller sum.",
        ),
        traps=(
            (lambda: max(_flag_none(), _flag_all()), "That is the dearer one of the two."),
            (_honest_reviews, "A review of a fraud costs money as well."),
            (lambda: float(_frauds_and_amounts()[1].sum()), "That counts the amounts of honest payments, too."),
        ),
        praise="A model that costs more than this does harm, however good its curve looks.",
    ),
    "1.2": number(
        lambda: 20 / 100, low=0, high=1, within=0.0005,
        hints=(
            "Write down what flagging costs and what not flagging costs on average, for a payment with probability p.",
            "Flagging costs the review; not flagging costs p times the loss. Where are the two equal?",
        ),
        traps=(
            (lambda: 20 / 120, "That holds where the review of a real fraud is free. Here each alert costs."),
            (lambda: 0.5, "A half is right only if a review costs half of what is lost."),
            (lambda: 80 / 100, "That is the other side: from there on down you would not flag."),
        ),
        praise="The threshold comes from the costs alone: no model and no resampling changes it.",
    ),
    "1.3": function(
        _examine_decide, "p, amount and review",
        hints=(
            "What is lost on average if a payment with this probability and this amount is not flagged?",
            "Compare `p * amount` with the review. Dividing by the amount instead fails where that is 0.",
        ),
        praise="A small payment is not worth a review even if it is fraud; a large one is at a low probability.",
    ),
    "1.4": function(
        _examine_cut, "p and n",
        hints=(
            "Sort the probabilities: which one is the last that may be flagged?",
            "What if the next one has the same probability? Then all that share it have to stay out.",
            "Try each different probability as the threshold, from the lowest on, and infinity at the end.",
        ),
        praise="A capacity is a threshold as well; it only is chosen by counting alerts and not by money.",
    ),
    "1.5": choice(
        lambda: "too low", ("too low", "right", "too high"),
        hints=(
            "Sixty costs, each a bit off by chance. Which way is the smallest of them off?",
            "The holdout chose what suits its own few frauds. Will new payments have the same ones?",
        ),
        traps=(
            ("right", "It is right for a threshold that was fixed before. This one was chosen because it looked good."),
            ("too high", "The smallest of many figures is rather one that chance has made small."),
        ),
        praise="The next cell measures it. Rows that choose cannot judge; that is what validation rows are for.",
    ),
}  # fmt: skip
