# 惠企. `make serve` runs the assistant, `make test` tests it; both set up what they need first.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev train serve test lint format eval report lock clean

BIN := .venv/bin

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup:
	@scripts/bootstrap.sh requirements.lock

setup-dev:
	@scripts/bootstrap.sh requirements-dev.lock

train: setup  ## train the dialogue model unless nothing it is made from has changed
	@$(BIN)/huiqi train --if-needed

serve: train  ## start the assistant at http://127.0.0.1:8080/
	@$(BIN)/huiqi serve

test: setup-dev  ## all tests
	@$(BIN)/pytest

lint: setup-dev  ## ruff, mypy, import-linter, yamllint, rasa data validate
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/yamllint --strict .
	@RASA_TELEMETRY_ENABLED=false $(BIN)/rasa data validate --domain domain.yml --config config.yml --fail-on-warnings

format: setup-dev  ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

eval: train  ## measure answers on the project's own held-out set
	@$(BIN)/huiqi eval

report: setup  ## report/intents.html: confusion matrix, calibration and a table of the intents
	@cd benchmarks && PYTHONPATH=.. ../$(BIN)/python intent_report.py

lock:  ## make the lock files again from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock
	uv pip compile pyproject.toml --extra dev --extra postgres --python-version 3.11 --generate-hashes --no-emit-index-url \
		--quiet --custom-compile-command "make lock" --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## remove everything that was set up or trained
	rm -rf .venv .uv models data
