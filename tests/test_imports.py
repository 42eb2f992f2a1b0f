"""One direction: every import of the package obeys the table in this file, and importing the package stays cheap."""

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "synthbalance"

# What each row may import of ours. `SHARED` is open to all; a row may always import its own private modules.
SHARED = {"_blas", "_errors", "_drafts", "_warned"}
OF_OURS = {
    "_blas": set(),
    "_errors": set(),
    "_warned": {"_errors"},
    "_drafts": set(),
    "table": set(),
    "datasets": {"table"},
    "split": {"table"},
    "samplers": {"table"},
    "models": {"table"},
    "metrics": {"table"},
    "audit": {"table"},
    "experiment": {"table", "datasets", "split", "samplers", "models", "metrics", "audit"},
    "advice": {"table", "datasets", "split", "samplers", "models", "metrics", "audit", "experiment"},
    "report": {"table", "datasets", "split", "samplers", "models", "metrics", "audit", "experiment", "advice"},
}
OF_OURS["kernel"] = set()
OF_OURS["ui"] = OF_OURS["report"] | {"report", "kernel"}
PUBLIC_ONLY = ("cli", "teach", "scale")
PUBLIC_MODULES = ("experiment", "models", "report", "samplers", "split", "table")  # whose names scale may take

# Doors that open to the right when they are asked for: `run.to_code()` and `run.report(path)` are the report's.
LATE_DOORS = {("experiment/_run.py", "report")}

EVERYWHERE = {"numpy", "pandas", "sklearn"}
THIRD_PARTY = {
    "_blas": {"threadpoolctl"},
    "_errors": set(),
    "_warned": set(),
    "_drafts": set(),
    "table": {"narwhals", "pyarrow"},
    "datasets": {"pyarrow", "charset_normalizer"},
    "split": {"narwhals", "pyarrow"},
    "samplers": {"imblearn", "scipy", "pyarrow", "joblib", "yaml"},
    "models": {"lightgbm"},
    "metrics": {"scipy"},
    "audit": {"scipy", "fairlearn"},
    "experiment": {"joblib"},
    "advice": {"joblib", "scipy"},
    "report": {"jinja2", "markupsafe", "matplotlib", "joblib"},
    "ui": {"ipywidgets", "anywidget", "traitlets", "IPython", "ipykernel", "comm"},
    "kernel": {"IPython"},
    "cli": {"rich", "psutil"},
    "scale": {"dask", "distributed", "lightgbm", "cloudpickle", "joblib"},
}
# What a folder of samplers may import beyond its row: torch in files that are loaded when a generator is trained,
# LightGBM within functions.
OF_A_FOLDER = {"samplers/_nets": {"torch"}, "samplers/_counterfactual": {"lightgbm"}}
NETWORK = {"urllib", "http", "socket", "ssl", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "asyncio"}
HEAVY = {"torch", "dask", "lightgbm", "matplotlib", "ipywidgets", "anywidget", "sklearn", "pandas", "jinja2"}
SECONDS = 0.5

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def row_of(module):
    """The row of the table that a file belongs to: its folder, or its own name."""
    first = module.split("/")[0]
    return first.removesuffix(".py")


@cache
def nodes_of(module):
    """Every node of a file's tree that can name something, and the ids of those at its top."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom | ast.Attribute)]
    return found, set(map(id, tree.body))


def imports_of(module):
    """(absolute dotted name, whether at the top of the file) for every import in a file."""
    nodes, top = nodes_of(module)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import; write it out"
            yield from ((f"{node.module}.{alias.name}", id(node) in top) for alias in node.names)


def ours(module):
    """(row, rest of the dotted name, whether at the top) for imports from the package."""
    for name, at_top in imports_of(module):
        parts = name.split(".")
        if parts[0] == "synthbalance" and len(parts) > 1:
            yield parts[1], parts[2:], at_top


def test_a_module_imports_only_from_its_left():
    for module in (m for m in MODULES if row_of(m) in OF_OURS):
        row = row_of(module)
        allowed = OF_OURS[row] | SHARED | {row, "__version__"}
        for other, _, at_top in ours(module):
            late = (module, other) in LATE_DOORS and not at_top
            assert other in allowed or late, f"{module} imports {other}, which stands to its right"


def test_every_module_has_a_row():
    known = {*OF_OURS, *PUBLIC_ONLY, "__init__"}
    assert {row_of(module) for module in MODULES} <= known


def test_siblings_share_only_private_modules():
    for module in (m for m in MODULES if "/" in m and not m.endswith("__init__.py")):
        row, own = row_of(module), module.rsplit("/", 1)[1].removesuffix(".py")
        siblings = {path.stem for path in (PACKAGE / row).glob("*.py")} | {p.name for p in (PACKAGE / row).iterdir()}
        for other, rest, _ in ours(module):
            if other != row or not rest or rest[0] not in siblings or rest[0].startswith("_"):
                continue
            assert row in ("report", "ui"), f"{module} ({own}) imports its public sibling {rest[0]}"


def test_the_outermost_modules_use_public_names_only():
    for module in (m for m in MODULES if row_of(m) in PUBLIC_ONLY):
        for other, rest, _ in ours(module):
            private = [part for part in (other, *rest) if part.startswith("_") and part != "__version__"]
            assert not private or other == row_of(module), f"{module} reaches for {'.'.join((other, *rest))}"


def test_scale_takes_public_names_and_the_libraries_of_its_row():
    for module in (m for m in MODULES if row_of(m) == "scale"):
        taken = {other for other, _, _ in ours(module)} - {"scale"}
        assert taken <= set(PUBLIC_MODULES), f"{module} imports {sorted(taken)}"
        found = {name.split(".")[0] for name, _ in imports_of(module)} - set(sys.stdlib_module_names)
        assert found <= EVERYWHERE | THIRD_PARTY["scale"] | {"synthbalance"}, f"{module} imports {sorted(found)}"


def test_the_package_itself_imports_nothing_of_ours():
    assert not list(ours("__init__.py"))


def test_a_module_uses_only_the_libraries_of_its_row():
    for module in (m for m in MODULES if row_of(m) not in PUBLIC_ONLY and m != "__init__.py"):
        row = row_of(module)
        left = [THIRD_PARTY.get(other, set()) for other in OF_OURS[row]] if row in ("report", "ui") else []
        allowed = EVERYWHERE.union(THIRD_PARTY[row], *left, {"synthbalance"})
        allowed -= {"lightgbm"} if row != "models" else set()
        allowed |= OF_A_FOLDER.get(module.rsplit("/", 1)[0], set())
        found = {name.split(".")[0] for name, _ in imports_of(module)} - set(sys.stdlib_module_names)
        assert found <= allowed, f"{module} imports {sorted(found - allowed)}"


def test_torch_is_imported_in_its_own_folder_only():
    for module in MODULES:
        uses_torch = any(name.split(".")[0] == "torch" for name, _ in imports_of(module))
        assert not uses_torch or module.startswith("samplers/_nets/"), f"{module} imports torch"


def test_the_models_of_the_samplers_are_loaded_within_functions():
    for module in (m for m in MODULES if not m.startswith("samplers/_nets/")):
        files = tuple(
            f"synthbalance.samplers._nets.{path.stem}." for path in (PACKAGE / "samplers/_nets").glob("[!_]*.py")
        )
        nets = [name for name, at_top in imports_of(module) if at_top and name.startswith(files)]
        assert not nets, f"{module} imports {nets} at the top, which loads torch"
        lightgbm = [name for name, at_top in imports_of(module) if at_top and name.split(".")[0] == "lightgbm"]
        assert not lightgbm, f"{module} imports lightgbm at the top"


def test_only_datasets_may_reach_the_network():
    for module in (m for m in MODULES if row_of(m) not in ("datasets", "cli")):
        names = {name for name, _ in imports_of(module)}
        reached = {name for name in names if name.split(".")[0] in NETWORK or name.startswith("sklearn.datasets.fetch")}
        assert not reached, f"{module} imports {sorted(reached)}"


def test_only_the_job_of_the_panel_starts_threads():
    for module in (m for m in MODULES if m != "ui/_job.py"):
        named = {node.attr for node in nodes_of(module)[0] if isinstance(node, ast.Attribute)}
        named |= {name.split(".")[-1] for name, _ in imports_of(module)}
        starts = named & {"Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "run_in_executor"}
        assert not starts, f"{module} starts a {sorted(starts)}"


def test_only_the_command_line_swaps_the_warnings_filters_of_the_whole_process():
    """All else may run on a worker's thread beside a cell: see `_warned`."""
    for module in (m for m in MODULES if row_of(m) != "cli"):
        named = {node.attr for node in nodes_of(module)[0] if isinstance(node, ast.Attribute)}
        named |= {name.split(".")[-1] for name, _ in imports_of(module)}
        assert "catch_warnings" not in named, f"{module} uses catch_warnings; use heard or silent"


def in_a_fresh_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_importing_the_package_loads_nothing_heavy():
    code = f"import synthbalance, sys, json; print(json.dumps(sorted({HEAVY!r} & set(sys.modules))))"
    assert in_a_fresh_process(code) == []


def test_importing_the_package_is_quick():
    code = "import time; t = time.perf_counter(); import synthbalance; print(time.perf_counter() - t)"
    assert min(in_a_fresh_process(code) for _ in range(3)) < SECONDS


def test_what_the_extension_asks_loads_nothing_heavy():
    code = (
        "import synthbalance.kernel as kernel, sys, json; kernel.frames(); kernel.stop(); "
        f"print(json.dumps(sorted({HEAVY | {'numpy', 'pyarrow', 'polars'}!r} & set(sys.modules))))"
    )
    assert in_a_fresh_process(code) == []


def test_samplers_and_scores_load_neither_torch_nor_a_user_interface():
    code = (
        "import synthbalance as sb, sys, json; sb.STRATEGIES, sb.METRICS, sb.split_holdout, sb.Experiment; "
        "print(json.dumps(sorted({'torch', 'matplotlib', 'ipywidgets', 'anywidget'} & set(sys.modules))))"
    )
    assert in_a_fresh_process(code) == []
