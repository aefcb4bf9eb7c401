# `make site` builds the site, `make test` runs the tests; both install what they need into .venv first.
# Windows without make: see README.md.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

.PHONY: help site serve test check bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

site: $(VENV)/.site ## build the site into site/
	@$(BIN)/schule build
	@echo "Fertig: site/index.html. Ansehen mit: make serve"

serve: $(VENV)/.site ## live preview on the loopback address
	@$(BIN)/schule serve

test: $(VENV)/.test ## run all tests (installs a browser if there is none)
	@$(BIN)/python tests/install_browser.py
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.test ## ruff, mypy, types of the client
	@$(BIN)/ruff check scripts tests
	@$(BIN)/ruff format --check scripts tests
	@$(BIN)/mypy
	@command -v npm >/dev/null || { echo "make check: npm fehlt (Node.js 20 oder neuer installieren)"; exit 1; }
	@npm --prefix requirements/client ci --silent --no-audit --no-fund
	@requirements/client/node_modules/.bin/tsc --project scripts/schule/search/client/jsconfig.json

bench: $(VENV)/.test ## measure against the peers
	@$(BIN)/python -m tests.bench $(ARGS)

lock: $(VENV)/.test ## write requirements/*.txt anew
	@$(UV_COMPILE) pyproject.toml requirements/build.in -o requirements/site.txt
	@$(UV_COMPILE) pyproject.toml requirements/build.in --extra test --extra dev --extra cluster -c requirements/site.txt -o requirements/test.txt

clean: ## remove what was built and installed
	rm -rf $(VENV) site .cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 oder neuer wird gebraucht (PYTHON=... make site)"; exit 1; }
	@echo "Lege $(VENV) an ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.site: $(VENV)/bin/python requirements/site.txt pyproject.toml
	@echo "Installiere, was die Website braucht ..."
	@$(PIP) --require-hashes -r requirements/site.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.site requirements/test.txt
	@echo "Installiere, was die Tests brauchen ..."
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@
