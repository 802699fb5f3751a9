# Neary's commands. A fresh machine needs git, make and python3 >= 3.11.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
JOBS ?= 2
export PYTHONPATH := .:site
# Where it is set, each of a hundred processes compiles all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-thorough check audit outdated licences sbom images drill bench load shots messages requirements setup catalogues

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

PIP := $(BIN)/pip install --disable-pip-version-check --require-hashes

$(BIN)/.base: requirements/base.txt
	@echo "Virtual environment: making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "Libraries: installing requirements/base.txt; the first time this takes a minute or two"
	@$(PIP) -r requirements/base.txt
	@touch $@

$(BIN)/.dev: requirements/dev.txt | $(BIN)/.base
	@echo "Tools of development: installing requirements/dev.txt"
	@$(PIP) --quiet -r requirements/dev.txt
	@touch $@

setup: $(BIN)/.dev catalogues

catalogues: $(BIN)/.base
	@$(BIN)/python tools/catalogues.py

run: ## Set everything up and serve the portal with demo content on http://localhost:8000 (PORT=..., DEMO=no)
	@$(PYTHON) -m portal.embedded.ports $(PORT)
	@$(MAKE) --no-print-directory catalogues
	@PORT=$(PORT) $(BIN)/python manage.py run --port $(PORT) $(if $(filter no,$(DEMO)),--no-demo)

test: setup ## Set everything up, run the tests, and say how much processor time they took: before every commit
	$(BIN)/python tools/run_tests.py -n $(JOBS) --dist loadgroup -m "not drill and not thorough" $(TESTS)

test-thorough: setup ## The tests that look at the same rules a second time: other databases, all roles, all screens
	$(BIN)/python tools/run_tests.py -n $(JOBS) --dist loadgroup -m "thorough and not drill" $(TESTS)

check: setup ## Format, lint, types, layers, migrations, templates, translations, docstrings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy $$($(BIN)/python tools/packages.py)
	$(BIN)/djhtml --check $$(git ls-files '*.html')
	$(BIN)/hadolint docker/Dockerfile
	$(BIN)/compose-lint check --config docker/compose-lint.yml --strict-config --fail-on low --no-env --quiet \
	  --skip-suppressed docker/compose.yaml
	$(BIN)/compose-lint check --config docker/compose-lint.archive.yml --strict-config --fail-on low --no-env --quiet \
	  --skip-suppressed docker/compose.archive.yaml
	$(BIN)/shellcheck .ci/run docker/debian-day docker/entrypoint docker/postgres/init/make-roles.sh docker/postgres/archive docker/postfix/server docker/redis/server systemd/install systemd/neary systemd/tell-root tests/services/debian/boot tools/elasticsearch tools/install-elasticsearch tools/install-validator
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python tools/catalogues.py --check
	$(BIN)/python tools/docstrings.py
	$(BIN)/python tools/supply_chain/licences.py --check

audit: setup ## Look for known security faults in the requirements; says so when they could not be looked up
	@$(BIN)/python tools/supply_chain/audit.py

outdated: setup ## Name required libraries that have a newer release; says so when the index could not be asked
	@$(BIN)/python tools/supply_chain/outdated.py

licences: setup ## Write the licences of all required libraries into requirements/licences.txt
	@$(BIN)/python tools/supply_chain/licences.py

sbom: setup ## Write the image's libraries, their licences and hashes as CycloneDX into var/sbom.json
	@$(BIN)/python -m tools.supply_chain.sbom

images: setup ## Pin the images of docker/ by digest and Debian's packages by day; needs the images' registry
	@$(BIN)/python tools/supply_chain/images.py

drill: setup ## Long drills, those that passed at this commit left out: all, or DRILL="outbox walk"
	@$(BIN)/python tools/drill.py $(DRILL)

bench: setup ## Measure speed, medians with their spread; AGAINST=<commit> compares this copy with that commit
	$(BIN)/python -m $(if $(AGAINST),tests.bench.against $(AGAINST),tests.bench) $(BENCH)

load: setup ## A day of 2,000 readers in an hour, with its limits; LOAD="--minutes 10", LOAD="--kind embedded", LOAD=--knee
	$(BIN)/python -m tests.bench.load $(LOAD)

shots: setup ## Screenshots of every kind of page into var/shots/, and the pictures of the guide
	$(BIN)/python tools/shots.py --guide

messages: setup ## Collect strings for translation into the Khmer catalogue
	$(BIN)/python tools/catalogues.py --collect

requirements: setup ## Compile requirements/*.in into hashed .txt files
	for name in base production dev; do $(BIN)/uv pip compile --generate-hashes --quiet --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 --custom-compile-command "make requirements" requirements/$$name.in -o requirements/$$name.txt; done
