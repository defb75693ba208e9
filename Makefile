# Two commands are enough on a fresh machine with Python 3.11+:
#   make demo   the answers of the founding article, from a graph built here
#   make test   every test that a user needs to trust it

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
READY := $(VENV)/.ready

.PHONY: demo pictures test test-slow test-browser test-api lint format bench build check clean

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint]'
	touch $(READY)

demo: $(READY)
	@$(BIN)/python -m kg.demo

build: $(READY)
	$(KG) build

check: $(READY)
	$(KG) check

test: $(READY)
	$(BIN)/python -m pytest -m 'not slow and not browser'
	$(MAKE) --no-print-directory lint

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow

test-browser: $(READY)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { echo "The browser tests need Chromium: apt-get install chromium" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'playwright >=1.49'
	$(BIN)/python -m pytest -m browser

test-api: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'schemathesis >=4.32,<5'
	$(BIN)/python -m pytest -m slow tests/serve/test_schemathesis.py

lint: $(READY)
	$(BIN)/ruff check kg tests bench
	$(BIN)/ruff format --check kg tests bench
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix kg tests bench
	$(BIN)/ruff format kg tests bench

pictures: $(READY)
	sed -n 's|^\$$ kg \(draw .*\)|$(KG) \1|p' docs/pictures.md | sh -e

bench: $(READY)
	$(BIN)/python -m bench.questions
	$(BIN)/python -m bench.serving

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
