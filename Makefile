# make extract   raw_reports/ -> extracted/
# make test      everything that must hold: style, types, layers, tests, generated files
# make docs      schemas/, docs/cli.md and docs/fields.md anew from the code
# make train    the entity models anew: see training/README.md for CORPORA and ENCODER
# make speed     pages per second, written to benchmarks/results/

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

TESSERACT := tesseract-ocr tesseract-ocr-eng tesseract-ocr-fra tesseract-ocr-deu

.PHONY: extract test check ocr docs speed train clean
.DEFAULT_GOAL := extract

extract: .venv/installed
	@$(BIN)/minutebook extract raw_reports --out extracted

test check: .venv/installed-dev ocr
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

# Scans are tested with tesseract where it is or can be installed, and with RapidOCR everywhere.
ocr:
	@command -v tesseract >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& { apt-get install -qq -y --no-install-recommends $(TESSERACT) >/dev/null 2>&1 \
			|| { apt-get update -qq && apt-get install -qq -y --no-install-recommends $(TESSERACT); } >/dev/null 2>&1; }; } \
		|| echo "No tesseract here: its tests are skipped (apt-get install $(TESSERACT))"

docs: .venv/installed-dev
	$(BIN)/minutebook schema --out schemas --docs docs

speed: .venv/installed-dev
	@$(PIP) --editable ".[bench]"
	$(BIN)/python -m benchmarks.speed

# Stamps: installed again only when pyproject.toml changed.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Error: Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed: .venv/bin/python pyproject.toml
	@echo "Installing minutebook into .venv (a few minutes the first time)"
	@$(PIP) --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing what the checks need"
	@$(PIP) --editable '.[dev]'
	@touch $@

# A finished model is put into the package by a step of its own, `python -m training.ship`: each version stays in the history.
train: .venv/installed-dev
	@test -n "$(ENCODER)" || { echo "Error: ENCODER names the folder of all-MiniLM-L6-v2; see training/README.md" >&2; exit 2; }
	@$(PIP) --requirement training/requirements.txt
	$(BIN)/python -m training.train fast $(if $(CORPORA),--corpora $(CORPORA)) --work build/training
	$(BIN)/python -m training.train accurate $(if $(CORPORA),--corpora $(CORPORA)) --work build/training --encoder $(ENCODER)
	$(BIN)/python -m training.accurate.export build/training/accurate/weights.pt $(ENCODER) build/training/accurate/model

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
