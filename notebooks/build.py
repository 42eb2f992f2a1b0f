"""Make the notebooks from their percent scripts: python notebooks/build.py [--check]."""

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


def notebook_of(script):
    """The notebook that a percent script stands for, as text; the same on every machine."""
    notebook = jupytext.read(script, fmt="py:percent")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
        else:
            attach_pictures(cell)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return nbformat.writes(notebook, version=4) + "\n"


def attach_pictures(cell):
    """Put the pictures that a text cell names into it, so that the notebook shows them wherever it is copied to."""
    found = PICTURE.findall(cell.source)
    if found:
        read = {name: base64.b64encode((HERE / place).read_bytes()).decode() for place, name in found}
        cell["attachments"] = {name: {"image/jpeg": data} for name, data in read.items()}
        cell.source = PICTURE.sub(r"](attachment:\2)", cell.source)


def lessons_of(notebooks):
    """The list that the JupyterLab extension offers: each notebook's name and first heading, as JSON."""
    found = [{"lesson": stem, "title": title_of(json.loads(text))} for stem, text in notebooks.items()]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def title_of(notebook):
    """The first heading of a notebook."""
    return re.search(r"^# (.+)", "".join(notebook["cells"][0]["source"]), re.MULTILINE).group(1)


def main(check=False):
    """Write each notebook and their list, or (with check) name those that differ from their script."""
    notebooks = {script.stem: notebook_of(script) for script in sorted((HERE / "scripts").glob("*.py"))}
    files = {f"{stem}.ipynb": text for stem, text in notebooks.items()} | {"lessons.json": lessons_of(notebooks)}
    stale = []
    for name, text in files.items():
        path = HERE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if not check:
                path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    changed = main(check="--check" in sys.argv)
    sys.exit(
        f"Not as their scripts say: {', '.join(changed)}. Run make notebooks."
        if changed and "--check" in sys.argv
        else 0
    )
