"""Lesson 0, Accuracy lies: base rates, alerts, and what ROC hides."""

from synthbalance.teach._question import choice, number
from synthbalance.teach._tables import current


def _rate():
    data, target = current("0")
    return float(data[target].value_counts(normalize=True).min())


QUESTIONS = {
    "0.1": number(
        lambda: 1 - _rate(), low=0, high=1, within=0.0005,
        hints=(
            "Count how often the answer \"legitimate\" is right, over all payments.",
            "It is the share of the payments that are not fraud: one minus the mean of the target.",
        ),
        traps=((_rate, "That is the share of frauds; the model is right on all the others."),),
        praise="A model that looks at nothing gets this accuracy, so accuracy cannot tell it from a good one.",
    ),
    "0.2": number(
        lambda: 0.8 * _rate() / (0.8 * _rate() + 0.01 * (1 - _rate())), low=0, high=1, within=0.005,
        hints=(
            "Think of 100,000 payments: how many frauds are caught, how many honest ones are flagged?",
            "Precision is caught frauds / (caught frauds + honest payments flagged); each is a rate times a count.",
        ),
        traps=(
            (lambda: 0.8, "That is the recall: the share of the frauds that are caught. What about the alerts?"),
            (lambda: 0.99, "That is the specificity. How many honest payments are there for each fraud?"),
            (lambda: 0.8 / 0.81, "That holds for as many frauds as honest payments. Weigh both by how many there are."),
        ),
        praise="One false alarm in a hundred honest payments drowns the frauds: there are so many honest ones.",
    ),
    "0.3": choice(
        lambda: "precision-recall", ("accuracy", "ROC", "precision-recall"),
        hints=(
            "Which of them changes when a million honest payments are added that all get a low score?",
            "Alerts are what a team works through: which curve has the share of true ones among them on an axis?",
        ),
        traps=(
            ("accuracy", "Accuracy is nearly the same for a model that catches nothing."),
            ("ROC", "It divides false alarms by all honest payments, so thousands of them look like nothing."),
        ),
        praise="Its base line is the share of frauds, so it shows how far a model is from useless.",
    ),
}  # fmt: skip
