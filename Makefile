# `make` alone says what there is. Everything is installed in .venv, from the locked versions, checked by their hashes.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCKED := --quiet --no-deps --require-hashes --only-binary :all:
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links

PACKAGES := app config desk intake ivr privacy provider rehearsal sms store talk triage web work

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: .venv/requirements.lock ## start a rehearsal line on this machine: no account, no number, no cost
	@exec $(BIN)/sotto serve --rehearse

.PHONY: install
install: .venv/requirements.lock ## set up what runs, for a server

.PHONY: test
test: lint types ## run every check and every test
	$(BIN)/python -m pytest -n 2 --dist loadfile

.PHONY: threats
threats: .venv/requirements-dev.lock ## try every threat, and write docs/threats.md with what came of it
	$(BIN)/python -m pytest -n 2 --dist loadfile -m threat --threats-page docs/threats.md

.PHONY: lint
lint: .venv/requirements-dev.lock ## style, and which package may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit -q -c pyproject.toml -r $(PACKAGES)

.PHONY: types
types: .venv/requirements-dev.lock ## types, tests included
	$(BIN)/mypy

.PHONY: format
format: .venv/requirements-dev.lock ## put every file into the one form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

FUZZ_SECONDS ?= 300

.PHONY: fuzz
fuzz: .venv/requirements-dev.lock ## fuzz signatures, numbers, sounds and TwiML for FUZZ_SECONDS (300)
	$(BIN)/python -m tests.fuzz.run --seconds $(FUZZ_SECONDS)

.PHONY: bench
bench: .venv/requirements-dev.lock ## measure speed, memory and kills, and write docs/performance.md
	$(BIN)/python -m bench.all

.PHONY: lock
lock: .venv/requirements-dev.lock ## choose newer versions and lock them by hash
	$(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(LOCK) --upgrade --extra postgres -c requirements.lock pyproject.toml -o requirements-postgres.lock
	$(LOCK) --upgrade --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	echo virtualenv | $(LOCK) --upgrade - -o requirements-bootstrap.lock

.PHONY: postgres
postgres: .venv/requirements-postgres.lock ## add the PostgreSQL driver

.PHONY: clean
clean: ## remove what was made here, except var/ with the reports
	rm -rf .venv .bootstrap .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A lock's copy in .venv says that what it names is installed.
.venv/%.lock: %.lock $(BIN)/sotto
	@echo "Installing what $< names into .venv (the first time takes a minute)"
	@$(PIP) install $(LOCKED) -r $<
	@cp $< $@

# The project itself needs no build: its folder goes on the path.
$(BIN)/sotto: $(BIN)/pip
	@printf '%s\n' "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/sotto.pth"
	@printf '%s\n' '#!$(CURDIR)/$(BIN)/python' 'import sys' '' 'from app.cli import main' '' 'sys.exit(main())' > $@
	@chmod +x $@

# Debian puts ensurepip into a package of its own, python3-venv. Without it, virtualenv does the same from a folder here.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit("Sotto needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || $(MAKE) --no-print-directory .venv-without-ensurepip

.PHONY: .venv-without-ensurepip
.venv-without-ensurepip:
	@$(PYTHON) -m pip --disable-pip-version-check install --quiet --upgrade --target .bootstrap $(LOCKED) -r requirements-bootstrap.lock
	@PYTHONPATH=.bootstrap $(PYTHON) -m virtualenv --quiet --clear .venv
