# One set of commands for people and for .ci/run.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: plan test check bench words clean

plan: .venv/.installed  ## plan the network meeting and leave the plan in plan.json
	@$(BIN)/tischrunde solve instances/netzwerktreffen.yaml -o plan.json

test: .venv/.installed-dev  ## run every test, with coverage
	$(BIN)/pytest -n auto --cov --cov-report=term

check: .venv/.installed-dev  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.installed-dev  ## speed by fixed iterations, and quality on a few meetings; MACHINE=name keeps the results
	$(BIN)/pytest benchmarks --benchmark-only
	$(BIN)/tischrunde bench short --max-runtime 2 \
		$(if $(MACHINE),--machine "$(MACHINE)" -o "benchmarks/results/$(MACHINE).json")

words: .venv/.installed-dev  ## collect the sentences of the code and compile the German ones
	$(BIN)/pybabel -q extract --no-location --sort-output -k Text -k many:1,2 -o messages.pot solver api benchmarks
	$(BIN)/pybabel -q update --no-wrap --ignore-obsolete --ignore-pot-creation-date -i messages.pot \
		-D tischrunde -d solver/tischrunde/locales -l de
	$(BIN)/pybabel -q compile -D tischrunde -d solver/tischrunde/locales
	@rm -f messages.pot

clean:
	rm -rf .venv plan.json

.venv/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (about half a minute, once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo "Installing the tools for tests and checks (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/pip install --quiet --group dev
	@touch $@
