# Everything here needs Python 3.11 or newer, git and make; `make setup` fetches the rest into this folder.
PYTHON ?= python3
WORKERS ?= 2
PICTURES ?= docs/tour
VENV := .venv
MINISTACK := .venv-ministack
READY := $(VENV)/.ready
EMULATOR := $(MINISTACK)/.ready
RUN := $(VENV)/bin/python
PIP := -m pip install --disable-pip-version-check --quiet --quiet

.DEFAULT_GOAL := help
.PHONY: nightly help setup run demo tour test lint format types slow contract contract-api openapi browser clients corpora lint-template package bench clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)$$/\1|\2/p' Makefile | while IFS='|' read -r name words; do printf '  make %-14s %s\n' "$$name" "$$words"; done

setup: $(READY) $(EMULATOR) ## make the two virtual environments, once
	@:

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Vuoro needs Python 3.11 or newer; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) (a minute, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) $(PIP) --requirement requirements-dev.txt
	@touch $@

$(EMULATOR): requirements-ministack.txt | $(READY)
	@echo "Setting up $(MINISTACK) (the emulator pins libraries of its own) ..."
	@$(PYTHON) -m venv $(MINISTACK)
	@$(MINISTACK)/bin/python $(PIP) --requirement requirements-ministack.txt
	@touch $@

run: setup ## start the desk on this machine; ctrl-C stops it and keeps its state
	@$(RUN) -m infra.local

demo: setup ## start a desk of its own, play a working day and check what must hold
	@$(RUN) -m infra.demo

tour: setup ## play the day of `make demo` and picture it for docs/tour.md (Debian: chromium, chromium-driver)
	@$(RUN) -m infra.tour --to $(PICTURES)

test: setup ## the fast tests
	@$(RUN) -m pytest --numprocesses $(WORKERS) --dist worksteal -m "not slow and not nightly and not browser and not corpora and not clients"

lint: $(READY) ## style and complexity
	@$(RUN) -m ruff check

format: $(READY) ## lay the code out
	@$(RUN) -m ruff format
	@$(RUN) -m ruff check --fix

types: $(READY) ## strict types
	@$(RUN) -m mypy

slow: setup ## the tests that start an emulator or build the package
	@$(RUN) -m pytest --numprocesses $(WORKERS) --dist worksteal -m slow

nightly: setup ## the sweeps that take many minutes
	@$(RUN) -m pytest --numprocesses $(WORKERS) -m nightly

contract: setup ## the tests of the tables on moto, MiniStack and, with Java and npm, DynamoDB Local
	@$(RUN) -m tests.contract

contract-api: $(READY) ## the API's document tried out on the real handlers by schemathesis (2 minutes)
	@$(RUN) -m tests.openapi.contract

openapi: $(READY) ## write the API's document and the clients that are made from it
	@$(RUN) -m infra openapi

browser: $(READY) ## survey page and panel in headless Chromium (Debian: chromium, chromium-driver)
	@$(RUN) -m pytest -m browser

clients: setup ## published clients of the Freshdesk v2 API, unmodified, against a local desk
	@$(RUN) -m tests.clients

corpora: $(READY) ## the tests over ../shared/corpora, where that folder exists
	@test -d ../shared/corpora || { echo "There is no ../shared/corpora: NOTHING WAS TESTED over real mails and webhooks" >&2; exit 1; }
	@$(RUN) -m pytest -m corpora -s

lint-template: $(READY) ## cfn-lint over the template that production deploys
	@$(RUN) -m infra package --stage prod --template-only --out build/template
	@$(VENV)/bin/cfn-lint -- build/template/template.json

package: $(READY) ## build template and zip as production deploys them
	@$(RUN) -m infra package --stage prod

bench: setup ## what each operation asks of AWS and costs, against budgets
	@$(RUN) -m bench

clean: ## remove what was built; keeps the environments and the state of the local desk
	@rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find app.py chalicelib infra bench tests -name __pycache__ -type d -prune -exec rm -rf {} +
