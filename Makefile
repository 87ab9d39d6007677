# Two commands for a fresh machine with only Python >= 3.11 and make:
#   make demo   install, run the flagship study, print where the report is
#   make test   install, run every check
# Both keep everything inside .venv; `make clean` removes it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= out/turkey-2019
# The study itself has 200 draws; `make demo DRAWS=200` takes some minutes.
DRAWS  ?= 80

.PHONY: demo test lint format clean venv

demo: $(VENV)/.base
	$(BIN)/skyshed run turkey-2019 --draws $(DRAWS) --out $(OUT) --replace

test: lint
	$(BIN)/python -m pytest -q

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
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e .; else $(BIN)/python -m pip install -q --disable-pip-version-check -e .; fi
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml
	@echo "installing skyshed and its checks into $(VENV) (a minute or so the first time)"
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e '.[dev]'; else $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'; fi
	@touch $@ $(VENV)/.base

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
