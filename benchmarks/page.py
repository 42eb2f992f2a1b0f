"""docs/benchmarks.md: every result file on one page, the goals in one glance on top.

Run: python benchmarks/page.py, or make figures. Measures nothing. Reads benchmarks/results/, or the folder in the
environment variable SYNTHBALANCE_RESULTS. A new result file gets a section of its own at the end, until it is named in
GROUPS; its rows of the glance go into _glance_more.py.
"""

import argparse
import posixpath
import re
from pathlib import Path

from _glance import HEAD, filled, head
from _glance_more import ROWS
from _keep import RESULTS
from _readings import READINGS

PAGE = Path(__file__).resolve().parents[1] / "docs/benchmarks.md"
GROUPS = {
    "Honest scoring": ("handbook", "seed_noise", "coverage", "looks", "calibration"),
    "Samplers against imbalanced-learn, ctgan, DiCE and sdmetrics": (
        "first_slice", "samplers_speed", "samplers_peer", "samplers_quality", "samplers_counterfactual",
        "samplers_table", "samplers_gpu", "sdmetrics_figures",
    ),
    "Panel and extension": ("live_preview", "live_exact", "live_agreement", "panel", "cancel", "extension"),
    "Advice": ("advice_speed", "advice_budget", "advice_flattery", "advice_power", "advice_tables"),
    "Lessons": ("lessons",),
    "Scale and memory": ("transactions", "demo", "memory", "scaling", "two_million", "scale"),
}  # fmt: skip
MISSED = "## Goals that are missed at present"
WORDS = """\
# Benchmarks

Every figure of [`benchmarks/`](../benchmarks/), a peer's beside ours where there is one to compare with, and the goal
that was set before. Made by `make benchmarks`, which takes hours; `make figures` only builds this page from
[`benchmarks/results/`](../benchmarks/results/). No figure here is written by hand: the table below is read out of the
result files, and they follow whole.

## How the figures were taken

- **Beside each other.** Ours and the peer's were taken in one run on one machine, in turn where they are quick, and
  a ratio comes from such a run. Compare ratios; seconds are those of the machine named beside them. Only the handbook's
  own figures are quoted from the book.
- **A shared machine.** Few cores, with other work on them at most times: seconds move from day to day, ratios less so.
  Times are medians where "median" or a number of repeats stands, single runs elsewhere.
- **Peers** get tables that they accept: what they refuse (missing values) is filled for them first. imbalanced-learn
  and LightGBM are the installed ones, ctgan, DiCE and sdmetrics run in environments of their own. Where a peer's time
  is extrapolated, or a part of it left out, that is said.
- **Real tables** are public ones and not part of the repository; a script skips what it does not find.
- **Intervals** are 95 % intervals unless something else stands beside them.

What is not measured: macOS, Windows, other processors and more cores, a machine to itself; a GPU where no section shows
one; other peers than those named; your data. The card frauds and the simulated payments are two kinds of fraud among
many. Few models were trained where training takes long: the sections say how many seeds.
"""


def main():
    """Write the page."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    PAGE.write_text(build(RESULTS), encoding="utf-8")
    for name in stale(RESULTS):
        print(f"Left out: the reading of {name}, whose figures have been taken again. Write it anew in _readings.py.")


def build(folder):
    """The page as text.

    Parameters
    ----------
    folder : Path
        With the result files.

    Raises
    ------
    ValueError
        If a row of the glance, or the line of machine and date, is not found in its file.
    """
    groups, lines = grouped(folder), filled(ROWS, folder)
    parts = [WORDS, *_without(folder), _missed(lines), _contents(folder, groups), "## In one glance", ""]
    parts += [*HEAD, *(line.markdown() for line in lines)]
    for title, names in groups.items():
        parts.append(f"\n## {title}")
        parts += [f"\n{section(folder, name, 2 if title == _title(folder, name) else 3)}" for name in names]
    return "\n".join(parts) + "\n"


def grouped(folder):
    """Title -> names of the files that are there; a file that no group names is a group of its own."""
    there = sorted(path.stem for path in Path(folder).glob("*.md"))
    groups = {title: [name for name in names if name in there] for title, names in GROUPS.items()}
    named = {name for names in GROUPS.values() for name in names}
    groups |= {_title(folder, name): [name] for name in there if name not in named}
    return {title: names for title, names in groups.items() if names}


def section(folder, name, level):
    """A result file at a level of heading, its links as seen from the page; at level 2 without its own heading."""
    _, taken, _ = head(Path(folder) / f"{name}.md")
    lines, fenced = [], False
    for line in _read(folder, name).strip().splitlines():
        fenced ^= line.startswith("```")
        lines.append(line if fenced else _linked(re.sub(r"^(#+) ", lambda m: "#" * (level - 1) + m[1] + " ", line)))
    if level == 2:
        lines = lines[2:]
    date, words = READINGS.get(name, (None, None))
    if date == taken:
        lines += ["", f"**What they say.**\n{words}"]
    return "\n".join(lines)


def stale(folder):
    """Names of files whose reading is of another date than their figures."""
    there = {name: path for name in READINGS if (path := Path(folder) / f"{name}.md").exists()}
    return [name for name, path in there.items() if head(path)[1] != READINGS[name][0]]


def slug(heading):
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _without(folder):
    """What a script measures and no file keeps so far."""
    scripts = {path.stem for path in Path(__file__).parent.glob("[!_]*.py")}
    names = [name for group in GROUPS.values() for name in group if name.split("_")[0] in scripts or name in scripts]
    gone = [f"`{name}`" for name in names if not (Path(folder) / f"{name}.md").exists()]
    return [f"Scripts are there for these, but no figures are kept so far: {', '.join(gone)}.\n"] if gone else []


def _missed(lines):
    missed = [line for line in lines if line.verdict == "missed"]
    told = [f"- {line.what}: {' · '.join(filter(None, line[1:4]))} (goal: {line.goal})" for line in missed]
    count = sum(line.verdict != "no goal" for line in lines)
    title = f"{MISSED}\n\n{len(told)} of the {count} goals in the table below are missed{':' if told else '.'}"
    return "\n".join([title, "", *told, ""]) if told else f"{title}\n"


def _contents(folder, groups):
    told = ["## Contents", "", _link("In one glance")]
    for title, names in groups.items():
        parts = [_link(one) for name in names if (one := _title(folder, name)) != title]
        told.append(_link(title) + (": " + ", ".join(parts) if parts else ""))
    return "\n".join([*told[:2], *(f"- {line}" for line in told[2:]), ""])


def _link(title):
    return f"[{title}](#{slug(title)})"


def _linked(line):
    """Relative links, which are seen from the folder of results, as seen from the page."""

    def moved(match):
        place = posixpath.normpath(posixpath.join("../benchmarks/results", match[1]))
        return f"]({place})"

    return re.sub(r"\]\((?![a-z]+:|#)([^)]+)\)", moved, line)


def _title(folder, name):
    return _read(folder, name).split("\n", 1)[0].removeprefix("# ")


def _read(folder, name):
    return (Path(folder) / f"{name}.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
