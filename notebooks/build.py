"""Make the notebooks from their percent scripts: python notebooks/build.py [--check].

Each script in scripts/ becomes a notebook with solutions here, one with exercises in exercises/, and one to teach from
in clean/ (no exercises). In a cell tagged "exercise" the lines that begin with "#: " are what a learner sees in place
of the lines below them, down to a check (a line that begins with "teach.check("), a line that is "#:" alone, or the
end of the cell, empty lines among them included; the other two never show them.
"""

import base64
import json
import re
import sys
from pathlib import Path

import jupytext
import nbformat

HERE = Path(__file__).parent
PICTURE = re.compile(r"\]\((\.\./docs/images/([\w-]+\.jpg))\)")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
EXERCISE, LEARNER, SOLVED = "exercise", "#: ", "#:"
FOLDERS = {"solution": "", "exercise": "exercises", "clean": "clean"}


def notebook_of(script, version="solution"):
    """The notebook that a percent script stands for, as text; the same on every machine.

    Parameters
    ----------
    script : pathlib.Path
    version : {"solution", "exercise", "clean"}
    """
    notebook = jupytext.read(script, fmt="py:percent")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    if version == "clean":
        notebook.cells = [cell for cell in notebook.cells if not is_exercise(cell)]
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
            cell.source = source_of(cell, version) if is_exercise(cell) else cell.source
        else:
            attach_pictures(cell)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return nbformat.writes(notebook, version=4) + "\n"


def is_exercise(cell):
    """Whether a cell is for the learner."""
    return EXERCISE in cell.metadata.get("tags", [])


def source_of(cell, version):
    """An exercise as the learner gets it, or solved."""
    lines, hidden, gap = [], False, []
    for line in cell.source.split("\n"):
        if line.startswith(LEARNER):
            hidden, gap = version == "exercise", []
            lines += [line.removeprefix(LEARNER)] if hidden else []
        elif line.rstrip() == SOLVED:
            hidden = False
        elif hidden and not line.startswith("teach.check("):
            gap = [] if line.strip() else [*gap, line]  # the empty lines before a check stay
        else:
            lines += [*gap, line]
            hidden, gap = False, []
    return "\n".join(lines)


def attach_pictures(cell):
    """Put the pictures that a text cell names into it, so that the notebook shows them wherever it is copied to."""
    found = PICTURE.findall(cell.source)
    if found:
        read = {name: base64.b64encode((HERE / place).read_bytes()).decode() for place, name in found}
        cell["attachments"] = {name: {"image/jpeg": data} for name, data in read.items()}
        cell.source = PICTURE.sub(r"](attachment:\2)", cell.source)


def has_exercises(script):
    """Whether a script is a lesson; the quickstart has one version only."""
    return any(map(is_exercise, jupytext.read(script, fmt="py:percent").cells))


def lessons_of(notebooks):
    """The list that the JupyterLab extension offers: each notebook's name and first heading, as JSON."""
    found = [{"lesson": stem, "title": title_of(json.loads(text))} for stem, text in notebooks.items()]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def title_of(notebook):
    """The first heading of a notebook."""
    return re.search(r"^# (.+)", "".join(notebook["cells"][0]["source"]), re.MULTILINE).group(1)


def files():
    """What has to be there, by path: text."""
    scripts = sorted((HERE / "scripts").glob("*.py"))
    wanted = {}
    for version, folder in FOLDERS.items():
        made = [script for script in scripts if version == "solution" or has_exercises(script)]
        wanted |= {HERE / folder / f"{script.stem}.ipynb": notebook_of(script, version) for script in made}
    offered = {path.stem: text for path, text in wanted.items() if path.parent == HERE}
    return wanted | {HERE / "lessons.json": lessons_of(offered)}


def main(check=False):
    """Write each notebook and their list, remove those without a script; with check only name what would change."""
    wanted = files()
    kept = {path for folder in FOLDERS.values() for path in (HERE / folder).glob("*.ipynb")}
    orphans = kept - set(wanted)
    stale = sorted(path.name for path in orphans)
    if not check:
        for path in orphans:
            path.unlink()
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    changed = main(check="--check" in sys.argv)
    sys.exit(
        f"Not as their scripts say: {', '.join(changed)}. Run make notebooks."
        if changed and "--check" in sys.argv
        else 0
    )
