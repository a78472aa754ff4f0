# One task runner for people, pre-commit and CI. `make` or `make help` lists the verbs.
.DEFAULT_GOAL := help
.PHONY: help play test check lint bench second-opinion golden contents venv chromium clean

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
APT := $(if $(filter 0,$(shell id -u)),,sudo )apt-get
# No hub is ever asked for a model: the one that is used comes from a package.
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:  ## List the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

play: $(READY)  ## Try the coach in a small Slack on this machine
	@$(BIN)/coach play $(if $(PORT),--port $(PORT))

test: $(READY) chromium  ## Run every test
	@$(BIN)/pytest -q

check: lint test  ## Everything that CI checks: format, lint, types, layers, tests

lint: $(READY)  ## Format, lint, types, layers; no tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY)  ## Measure what the design promises and print one table
	@$(BIN)/python -m tests.benchmarks

second-opinion: $(READY)  ## Play one scenario against a Slack that others wrote (needs npm)
	@command -v npm >/dev/null || { $(APT) update -q && $(APT) install -qy npm; }
	@cd tests/second_opinion && npm ci --silent --no-audit --no-fund
	@$(BIN)/pytest -q tests/second_opinion

golden: $(READY)  ## Write the golden files anew, after you changed words on purpose
	@$(BIN)/pytest -q tests/prompts --update-golden

contents: $(READY)  ## Write knowledge/CONTENTS.md anew, after you changed documents
	@$(BIN)/coach contents > knowledge/CONTENTS.md

venv: $(READY)  ## Set up .venv with everything, and nothing else

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(APT) update -q && $(APT) install -qy python3-venv; }
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time takes some minutes."
	@$(BIN)/pip install -q --upgrade "$$(grep '^pip==' constraints.txt)"
	@$(BIN)/pip install -q --constraint constraints.txt --editable . --group dev
	@touch $(READY)

chromium:
	@command -v chromium >/dev/null || { $(APT) update -q && $(APT) install -qy chromium fonts-noto-color-emoji; }

clean:  ## Remove what was set up or built here
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
