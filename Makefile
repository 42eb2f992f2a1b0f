# Three commands: make demo, make lab, make test. All they need is Python >= 3.11 and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SETTINGS := pyproject.toml constraints.txt
LAB44 := $(VENV)/lab44/share/jupyter/lab/static/index.html
KERNEL6 := $(VENV)/kernel6/ipykernel_launcher.py

.PHONY: demo lab test quick browser lint format notebooks widgets benchmarks figures clean

demo: $(VENV)/.installed
	$(BIN)/synthbalance demo

lab: $(VENV)/.installed
	$(BIN)/synthbalance lab

test: $(VENV)/.extension $(KERNEL6) $(LAB44)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not notebook"
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "browser or notebook"

quick: $(VENV)/.extension
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not notebook" -x -q

browser: $(VENV)/.extension $(KERNEL6) $(LAB44)
	$(BIN)/python -m pytest -n 2 --dist loadfile -m browser

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

notebooks: $(VENV)/.installed-test
	$(BIN)/python notebooks/build.py

widgets:
	cd widgets && npm ci --no-audit --no-fund && npm run build
	$(MAKE) $(VENV)/.extension

# Hours. A new script is one line, before the page: it keeps its figures by benchmarks/_keep.py.
benchmarks: $(VENV)/.installed-test
	$(BIN)/python benchmarks/first_slice.py
	$(BIN)/python benchmarks/handbook.py
	$(BIN)/python benchmarks/seed_noise.py --rows 6000
	$(BIN)/python benchmarks/coverage.py
	$(BIN)/python benchmarks/looks.py
	$(BIN)/python benchmarks/calibration.py
	$(BIN)/python benchmarks/sdmetrics_figures.py
	$(BIN)/python benchmarks/samplers.py
	$(BIN)/python benchmarks/advice.py
	$(BIN)/python benchmarks/live.py
	$(BIN)/python benchmarks/cancel.py
	$(BIN)/python benchmarks/panel.py
	$(BIN)/python benchmarks/extension.py
	$(BIN)/python benchmarks/lessons.py
	$(BIN)/python benchmarks/demo.py
	$(BIN)/python benchmarks/transactions.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/scaling.py
	$(BIN)/python benchmarks/two_million.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/page.py

# Only docs/benchmarks.md, from the result files that are there.
figures: $(VENV)/bin/python
	$(BIN)/python benchmarks/page.py

clean:
	rm -rf $(VENV) build dist widgets/node_modules

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "SynthBalance needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python $(SETTINGS)
	$(PIP) install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) install --quiet -c constraints.txt -e '.[test,dev,torch]'
	touch $@

# An editable install copies the built extension: after a build it has to be put in its place again.
$(VENV)/.extension: $(VENV)/.installed-test widgets/labextension/package.json widgets/install.json notebooks/lessons.json
	$(PIP) install --quiet --no-deps -c constraints.txt -e .
	touch $@

# A second kernel for the tests; its dependencies are those of the environment's own.
$(KERNEL6): | $(VENV)/.installed-test
	$(PIP) install --quiet --target $(VENV)/kernel6 --no-deps 'ipykernel==6.31.0'

# The oldest JupyterLab that the extension promises; on its Python path and with its --app-dir the rest is the same.
$(LAB44): | $(VENV)/.installed-test
	$(PIP) install --quiet --target $(VENV)/lab44 --no-deps 'jupyterlab==4.4.10'
