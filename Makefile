# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Needs git, make and a python3 of 3.11 or newer. Everything else goes into .venv and .nox.

PYTHON ?= python3
NOX = .venv/bin/nox
RESULTS = build/results
CORES = 2.16 2.17 2.18 2.19 2.20 2.21
# The one whose sanity tests are part of `make test`.
NEWEST = $(lastword $(CORES))

# Ansible refuses to run in a locale that is not UTF-8.
export LC_ALL = C.UTF-8
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test unit functional integration lint format sanity sanity-rest sanity-all bench-task docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.demo ## see it work: playbooks against an emulator of the API, no account needed
	@exec .venv/bin/python examples/run_demo.py

test: .venv/.nox ## all checks, with each supported ansible-core whose Python is found
	@rm -rf $(RESULTS) && mkdir -p $(RESULTS)
	@$(NOX) --report $(RESULTS)/test.json; status=$$?; \
	.venv/bin/python .ci/summary.py || status=1; exit $$status

unit: .venv/.nox ## unit tests, with each supported ansible-core
	@$(NOX) -s $(CORES:%=unit-%) legacy-requests emulator-proof

functional: .venv/.nox ## tests that run the ansible commands
	@$(NOX) -s functional-$(firstword $(CORES)) functional-$(NEWEST)

integration: .venv/.nox ## integration targets (ansible-test) against the emulator
	@$(NOX) -s integration-$(firstword $(CORES)) integration-$(NEWEST) integration-2.17-on-3.9

lint: .venv/.nox ## ruff, mypy, yamllint, ansible-lint, documentation, changelog, licences
	@$(NOX) -s lint format-check docs-check license-check extra-checks changelog-lint ansible-lint

format: .venv/.nox ## rewrite the code as `make lint` wants it
	@$(NOX) -s format

sanity: .venv/.nox ## ansible-test sanity with the newest ansible-core
	@$(NOX) -s sanity-$(NEWEST)

sanity-rest: .venv/.nox
	@mkdir -p $(RESULTS)
	@$(NOX) --report $(RESULTS)/sanity-rest.json -s $(patsubst %,sanity-%,$(filter-out $(NEWEST),$(CORES)))

sanity-all: sanity sanity-rest ## ansible-test sanity with each supported ansible-core

bench-task: .venv/.demo ## what one task costs, next to a module that does nothing
	@exec .venv/bin/python tests/bench/bench_task.py

docs: .venv/.nox ## the documentation as HTML, in build/docs/build/html
	@$(NOX) -s docs

clean: ## remove all that these targets made
	rm -rf .ansible .hypothesis .mypy_cache .nox .pytest_cache .ruff_cache .venv build tests/output

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.demo: requirements/demo.txt | .venv/bin/python
	@echo "Installing Ansible and what the emulator needs into .venv ..."
	@.venv/bin/python -m pip install -qq -r requirements/demo.txt
	@touch $@

.venv/.nox: requirements/demo.txt requirements/nox.txt | .venv/bin/python
	@echo "Installing nox into .venv ..."
	@.venv/bin/python -m pip install -qq -r requirements/nox.txt
	@touch $@ .venv/.demo
