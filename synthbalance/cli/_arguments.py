"""The arguments of `rebalance`, `score` and `advise`; only the standard library, so that --help is fast."""

import argparse

from synthbalance.cli._codes import IN_WORDS

KEYS = "none, class_weight, under_bagging, random, smote, mgs, copula, gan, vae, diffusion, counterfactual, rules"


def add_table_commands(commands, command):
    """The three subcommands that work on a file.

    Parameters
    ----------
    commands : what ``add_subparsers`` gave
    command : callable (module name) -> callable (arguments, terminal)
    """
    _add_rebalance(commands).set_defaults(command=command("_rebalance"))
    _add_score(commands).set_defaults(command=command("_score"))
    _add_advise(commands).set_defaults(command=command("_advise"))


def _add_rebalance(commands):
    parser = _parser(
        commands, "rebalance", "add synthetic rows to the training part of a table, and keep a real holdout beside it",
        "synthbalance rebalance payments.parquet --target is_fraud --strategy smote --ratio 0.05 --out new.parquet",
    )  # fmt: skip
    _add_strategy(parser, f"one of {KEYS} (default: smote)")
    _add_split(parser)
    parser.add_argument(
        "--all-rows", action="store_true",
        help="balance every row and keep no holdout: no honest score can come from that file",
    )  # fmt: skip
    _add_output(
        parser, "csv, tsv, parquet or feather by its ending (default: FILE's name with .balanced, in this folder); "
        "the untouched rows go beside it, with .validation and .holdout in their names",
    )  # fmt: skip
    return parser


def _add_score(commands):
    parser = _parser(
        commands, "score", "train a model after each strategy and compare with doing nothing, on real holdout rows",
        "synthbalance score payments.parquet --target is_fraud --strategy smote --strategy class_weight",
    )  # fmt: skip
    _add_strategy(parser, f"may be given several times; any of {KEYS} (default: class_weight, random, smote)")
    _add_split(parser)
    _add_experiment(parser)
    _add_output(parser, "a data card of the best run (.html), or the document of --json (.json)")
    return parser


def _add_advise(commands):
    parser = _parser(
        commands, "advise", "find out by cross-validation which strategy helps, if any does, and why",
        "synthbalance advise payments.parquet --target is_fraud --seconds 60",
    )  # fmt: skip
    _add_strategy(parser, f"a candidate, may be given several times; any of {KEYS} (default: the usual ones)")
    _add_split(parser)
    _add_experiment(parser)
    parser.add_argument("--seconds", type=float, metavar="S", help="time budget (default: none)")
    _add_output(parser, "a data card of the choice (.html), or the document of --json (.json)")
    return parser


def _parser(commands, name, words, example):
    parser = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=f"Example: {example} --- {IN_WORDS}",
        allow_abbrev=False, formatter_class=_Help,
    )  # fmt: skip
    parser.add_argument(
        "file", metavar="FILE",
        help="csv, tsv (also packed, as .csv.gz), parquet (also a folder of parts) or feather; never changed",
    )  # fmt: skip
    parser.add_argument("--target", required=True, metavar="C", help="the column to predict")
    parser.add_argument("--positive", metavar="V", help="the rare class, y = 1 (default: the rarest value)")
    _add_reading(parser.add_argument_group("how FILE is read; found out where not given"))
    return parser


def _add_reading(group):
    group.add_argument("--separator", metavar="CHAR", help="between the values of a csv, such as ';' or tab")
    group.add_argument("--encoding", metavar="NAME", help="of a csv, such as cp1252")
    group.add_argument("--decimal", metavar="CHAR", help="'.' or ','")
    group.add_argument("--thousands", metavar="CHAR", help="mark between groups of three digits, '' for none")
    group.add_argument("--dates", metavar="HOW", help="'day first', 'month first', a format, or 'no'")
    group.add_argument(
        "--columns", action="append", metavar="A,B",
        help='only these and those named by other options; quote a name with a comma: \'"a,b",c\'',
    )  # fmt: skip
    group.add_argument("--rows", type=int, metavar="N", help="only the first N rows")
    group.add_argument("--float32", action="store_true", help="decimal numbers in half the memory, to 7 digits")


def _add_strategy(parser, words):
    group = parser.add_argument_group("strategy")
    group.add_argument("--strategy", action="append", metavar="KEY", help=words)
    group.add_argument(
        "--ratio", type=float, metavar="R",
        help="rare rows per other row afterwards (default: twice the present ratio, at least 0.05, at most 1)",
    )  # fmt: skip
    group.add_argument(
        "--knob", action="append", default=[], metavar="NAME=VALUE",
        help="a parameter of the strategy, such as k_neighbors=3; may be given several times",
    )  # fmt: skip


def _add_split(parser):
    group = parser.add_argument_group("split")
    group.add_argument("--seed", type=int, default=0, metavar="N", help="of split, new rows and models (default: 0)")
    group.add_argument("--holdout", type=float, metavar="S", help="share of all rows (default: 0.25)")
    group.add_argument("--validation", type=float, metavar="S", help="share of all rows (default: 0.15)")
    group.add_argument("--time", metavar="C", help="split by this column: train, then validation, then holdout")
    group.add_argument("--gap", metavar="T", help="with --time: leave out so much before each part, such as 7D")
    group.add_argument("--group", metavar="C", help="rows with one value of this column stay in one part")
    group.add_argument("--weight", metavar="C", help="sampling weights")
    group.add_argument("--drop", action="append", metavar="A,B", help="columns that no model and no sampler sees")
    group.add_argument("--duplicates", metavar="HOW", help="group, keep or drop equal rows (default: group)")


def _add_experiment(parser):
    group = parser.add_argument_group("experiment")
    group.add_argument("--primary", metavar="METRIC", help="what is compared (default: average_precision)")
    group.add_argument(
        "--costs", action="append", metavar="missed=500,review=10,capacity=100",
        help="money a missed rare row and a review cost (numbers or columns), and how many reviews are possible",
    )  # fmt: skip
    group.add_argument("--threshold", metavar="RULE", help='"cost", "f1", "recall=0.8", "alerts=100" or a number')
    group.add_argument("--seeds", type=int, metavar="N", help="models a run (default: 3)")


def _add_output(parser, words):
    group = parser.add_argument_group("output")
    group.add_argument("--out", metavar="OUT", help=words)
    group.add_argument("--force", action="store_true", help="replace OUT if it is there; FILE itself never is")
    group.add_argument("--json", action="store_true", help="one JSON document on stdout, and nothing else there")


class _Help(argparse.HelpFormatter):
    """The epilog in paragraphs: an example that can be copied from one line, then the exit codes."""

    def _fill_text(self, text, width, indent):
        parts = [super(_Help, self)._fill_text(part, width, indent) for part in text.split(" --- ")]
        example = text.split(" --- ")[0]
        return "\n\n".join([example, *parts[1:]]) if example.startswith("Example: ") else "\n\n".join(parts)
