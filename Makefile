# Two commands are enough on a fresh machine with Python 3.11+:
#   make demo   the answers of the founding article, from a graph built here
#   make test   every test that a user needs to trust it

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
READY := $(VENV)/.ready

.PHONY: demo pictures test test-slow test-readers test-browser test-api lint format bench build check clean

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

# What other programs read of our exports, each reader in its own environment.
# Needs npm and Graphviz: apt-get install npm graphviz
READERS := .venv-readers
NODE := build/node
READERS_READY := $(READERS)/.ready

$(READERS_READY): tests/readers/bods.txt tests/readers/python.txt tests/readers/package-lock.json
	@command -v npm >/dev/null && command -v dot >/dev/null \
	  || { echo 'npm and Graphviz are needed: apt-get install npm graphviz'; exit 1; }
	for name in bods python; do $(PYTHON) -m venv $(READERS)/$$name && \
	  $(READERS)/$$name/bin/python -m pip install --quiet --disable-pip-version-check \
	    --requirement tests/readers/$$name.txt || exit 1; done
	mkdir -p $(NODE)
	cp tests/readers/package.json tests/readers/package-lock.json $(NODE)/
	npm ci --prefix $(NODE) --no-audit --no-fund --silent
	touch $(READERS_READY)

test-readers: $(READY) $(READERS_READY)
	$(BIN)/python tests/readers/write.py
	cp tests/readers/read.mjs $(NODE)/
	for graph in nasty real; do \
	  node $(NODE)/read.mjs build/readers/$$graph && \
	  $(READERS)/bods/bin/python tests/readers/read.py bods build/readers/$$graph && \
	  $(READERS)/python/bin/python tests/readers/read.py ftm build/readers/$$graph && \
	  $(READERS)/python/bin/python tests/readers/read.py csvw build/readers/$$graph && \
	  $(BIN)/python tests/readers/read.py dot build/readers/$$graph || exit 1; done

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

pictures: build
	sed -n 's|^\$$ kg \(draw .*\)|$(KG) \1|p' docs/pictures.md | sh -e

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m bench $(OPTIONS)

clean:
	rm -rf $(VENV) $(READERS) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
