# CareerLink's commands. `make run` and `make test` need only Python 3.11 or later, make and git.

SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
STAMPS := $(VENV)/stamps
SITE_URL ?= http://localhost:$(PORT)
export PORT SITE_URL

.PHONY: help run demo backup restore test test-sqlite test-postgres test-browser check fix machines accessibility-report screenshots lock clean bench-load bench-mail chaos-mail bench-pages bench-sign-in bench-trail bench-race simulate-offers simulate-mail bench-matching eval-matching bench-import

help:
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 20

# --- Setting up: done once, skipped by its stamp until the locked requirements change ------------

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "CareerLink needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Set PYTHON=… to another."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up in $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/uv.txt
	@touch $@

define install
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/$(1).txt
	@touch $@
endef

$(STAMPS)/base: $(STAMPS)/venv requirements/base.txt
	$(call install,base)

$(STAMPS)/test: $(STAMPS)/base requirements/test.txt
	$(call install,test)

$(STAMPS)/lint: $(STAMPS)/base requirements/lint.txt
	$(call install,lint)

# --- Running ---------------------------------------------------------------------------------------

run: $(STAMPS)/base ## set everything up, load demo data, start web, worker and beat
	@$(MANAGE) prepare
	@trap : INT; $(BIN)/honcho --no-prefix start; code=$$?; [ $$code -eq 130 ] || [ $$code -eq 143 ] || exit $$code

demo: $(STAMPS)/base ## throw the demonstration's data away and make it anew
	@$(MANAGE) prepare --anew

backup: $(STAMPS)/base ## write database and private files into a new folder; TO=… names it
	@$(MANAGE) backup $(if $(TO),--to "$(TO)")

restore: $(STAMPS)/base ## bring a backup back: the newest or FROM=…; FORCE=1 asks nothing, WITHOUT_LEDGER=1 if that is lost
	@$(MANAGE) restore $(if $(FROM),"$(FROM)") $(if $(FORCE),--force) $(if $(WITHOUT_LEDGER),--without-ledger)

# --- Testing -----------------------------------------------------------------------------------------

test: $(STAMPS)/test $(STAMPS)/lint ## all tests that this machine can run; names those it cannot
	@$(BIN)/python -m tests.run sqlite postgres browser

test-sqlite: $(STAMPS)/test $(STAMPS)/lint ## only the part that runs on SQLite, in parallel
	@$(BIN)/python -m tests.run sqlite

test-postgres: $(STAMPS)/test $(STAMPS)/lint ## the whole suite but the browser on PostgreSQL (embedded, or DATABASE_URL)
	@$(BIN)/python -m tests.run all-on-postgres

test-browser: $(STAMPS)/test ## only the part that needs Chromium
	@$(BIN)/python -m tests.run browser

check: $(STAMPS)/test $(STAMPS)/lint ## lint, types, import contracts, templates, migrations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/mypy
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check

fix: $(STAMPS)/lint ## let the tools put right what they can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(MANAGE) draw_machines
	@git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 || true

accessibility-report: $(STAMPS)/test ## judge every page in Chromium and write the report that /trust/ shows
	@ACCESSIBILITY_REPORT=1 $(BIN)/python -m pytest -q tests/journeys/test_axe.py

machines: $(STAMPS)/base ## draw docs/machines.md from the tables of the state machines
	@$(MANAGE) draw_machines

screenshots: $(STAMPS)/test ## make the README's pictures from demo data
	@$(BIN)/python -m tests.screenshots

bench-load: $(STAMPS)/test ## 16 clients from request to partnership for 60 seconds, beside plain pages
	@$(BIN)/python -m tests.bench.load

bench-mail: $(STAMPS)/test ## measure the outbox against a bare SMTP loop and Django's direct send
	@$(BIN)/python -m tests.bench.mail

chaos-mail: $(STAMPS)/test ## break all that mail needs while 500 mails leave; SEED=… repeats a run
	@$(BIN)/python -m tests.chaos.mail

bench-pages: $(STAMPS)/test ## measure pages against plain ones with up to 1,000,000 writers, places and requests of alumni; about 30 minutes, ROWS=events or ROWS=referrals for those alone
	@$(BIN)/python -m tests.bench.pages

bench-sign-in: $(STAMPS)/test ## measure whether known and unknown addresses take as long to answer
	@$(BIN)/python -m tests.bench.sign_in

bench-trail: $(STAMPS)/test ## stamp, seal and look through 1,000,000 entries of the trail
	@$(BIN)/python -m tests.bench.trail

bench-race: $(STAMPS)/test ## 50 people click at once for the last seats, on PostgreSQL and SQLite; ROUNDS=… makes fewer
	@$(BIN)/python -m tests.bench.race

simulate-offers: $(STAMPS)/test ## live through a year of 5,000 offers on the real actions; SEED=… draws another year
	@$(BIN)/python -m tests.simulate.offers

simulate-mail: $(STAMPS)/test ## live through a year of mail that nobody asked for; SEED=… draws another year
	@$(BIN)/python -m tests.simulate.mail

bench-matching: $(STAMPS)/test ## measure the matcher against plain posting lists with 100,000 writers, and the assignment
	@$(BIN)/python -m tests.bench.matching

bench-import: $(STAMPS)/test ## read and bring in lists of 10,000, 100,000 and 1,000,000 alumni, kill workers in between; ROWS=… takes fewer
	@$(BIN)/python -m tests.bench.imports $(ROWS)

eval-matching: $(STAMPS)/test ## measure how well typed titles and related occupations are found; TRUTH=… names other files
	@$(BIN)/python -m tests.eval.matching

lock: $(STAMPS)/venv ## resolve requirements/*.in anew into hashed requirements/*.txt
	@for group in base test lint uv; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-annotate --no-emit-index-url --no-emit-find-links requirements/$$group.in -o requirements/$$group.txt; \
	done

clean: ## remove everything that a run writes
	@rm -rf .var $(VENV)
