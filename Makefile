# Needs only sh, make and Python 3.12+. `make` alone lists the targets.

PORT ?= 8000
DATA_DIR ?= .data
PROVINCE ?= 52
PROFILE ?= 2tier-2025
RESET ?=
PYTEST_ARGS ?= -n 2
export PORT DATA_DIR PROVINCE PROFILE RESET

BIN := .venv/bin
SETUP = python=$$(sh scripts/find_python.sh) && "$$python" scripts/setup.py

.PHONY: help demo setup test check format bench lock flows clean distclean
.DEFAULT_GOAL := help

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  Variables of make demo: PORT=$(PORT) DATA_DIR=$(DATA_DIR) PROVINCE=$(PROVINCE) PROFILE=$(PROFILE) RESET=1 DATABASE_URL=postgresql://…"

demo: ## Set up and run the demo province until Ctrl-C
	@$(SETUP) demo
	@exec $(BIN)/lienthong demo

setup: ## Set up .venv with the tools of development, and the front end
	@$(SETUP) dev

test: ## Run every test, browser journeys included
	@$(SETUP) dev
	@sh scripts/install_chromium.sh
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

check: ## Format, lint, types, import contracts, migrations, generated documents
	@$(SETUP) check
	@$(BIN)/python scripts/check.py

format: ## Rewrite the code in the house format
	@$(SETUP) check
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: ## Measure the promises on a generated data set
	@$(SETUP) dev
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.documents

lock: ## Compile requirements/*.in into hashed locks
	@$(SETUP) check
	@sh scripts/lock.sh

flows: ## Write docs/flows.md from the registered reactions
	@$(SETUP) check
	@$(BIN)/lienthong flows --write

clean: ## Remove what was built (keeps .venv and the demo's data)
	rm -rf build .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src sandbox tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## Remove .venv and node_modules too (still keeps the demo's data)
	rm -rf .venv node_modules
