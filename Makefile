# Two commands for everybody: `make demo` shows the main job, `make test` runs every check there is.
# Only Python 3.11+ with pip and venv is expected on the machine; each environment is made once, in .venv*.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint types test-django52 test-django61 oracle fix clean

PYTHON ?= $(shell .ci/find-python 3.11 3.12 3.13 3.14)
N ?= 5000
SEED ?=
PYTEST_ARGS ?= -n 2 --dist loadfile

DEMO := .venv
DJANGO52 := .venv-django52
DJANGO61 := .venv-django61
step = @echo; echo "=== $(1) ($$(date +%T))"

help:
	@echo "make demo   type-check an async Django shop before and after its repair, then run both (under two minutes)"
	@echo "make test   lint, types and all tests, on Django 5.2 and, where Python 3.12+ is found, on Django 6.1"
	@echo "make oracle N=5000  compare the plugin with Django on random programs; SEED=7 repeats a run"
	@echo "make fix    let ruff format and repair"

demo: $(DEMO)/.ready
	@$(DEMO)/bin/python examples/bookshop/demo.py

test: lint types test-django52 test-django61

lint: $(DJANGO52)/.ready
	$(call step,ruff)
	$(DJANGO52)/bin/ruff check
	$(DJANGO52)/bin/ruff format --check

types: $(DJANGO52)/.ready
	$(call step,mypy on our own code)
	$(DJANGO52)/bin/mypy

test-django52: $(DJANGO52)/.ready
	$(call step,pytest with Django 5.2)
	$(DJANGO52)/bin/python -m pytest $(PYTEST_ARGS)

# The wheel and asgiref's stubs do not depend on Django's version: their tests run once, above.
# The only permitted skip is a machine without Python 3.12+, and CI does not take "it is there but broken" for that.
test-django61:
	$(call step,pytest with Django 6.1)
	@if python=$$(.ci/find-python 3.14 3.13 3.12); then \
	    $(MAKE) --no-print-directory $(DJANGO61)/.ready PYTHON61="$$python"; \
	    $(DJANGO61)/bin/python -m pytest $(PYTEST_ARGS) --ignore=tests/packaging --ignore=tests/stubs; \
	elif [ $$? = 2 ] && [ "$${CI:-}" = true ]; then \
	    echo "Django 6.1 must be tested here: a Python 3.12+ exists on this machine but cannot be used (see above)"; exit 1; \
	else \
	    echo "skipped: Django 6.1 needs a working Python 3.12, 3.13 or 3.14, and none is on PATH or in pyenv's versions folder"; \
	fi

# Random async programs, executed on Django and judged by mypy: each disagreement is printed, made small.
oracle: $(DJANGO52)/.ready
	$(DJANGO52)/bin/python tests/oracle/differential/run.py --count $(N) $(if $(SEED),--seed $(SEED))

fix: $(DJANGO52)/.ready
	$(DJANGO52)/bin/ruff check --fix
	$(DJANGO52)/bin/ruff format

clean:
	rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache dist build

# The demonstration installs what a user installs: the project and its `mypy` extra, nothing else.
$(DEMO)/.ready: pyproject.toml
	$(call step,environment $(DEMO): the project with mypy and django-stubs)
	@test -n "$(PYTHON)" || { echo "no Python 3.11+ found; name one with make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/python -m pip install --quiet --editable '.[mypy]'
	@touch $@

$(DJANGO52)/.ready: pyproject.toml
	$(call step,environment $(DJANGO52))
	@test -n "$(PYTHON)" || { echo "no Python 3.11+ found; name one with make PYTHON=/path/to/python"; exit 1; }
	$(call install,$(PYTHON),$(DJANGO52),django52)

$(DJANGO61)/.ready: pyproject.toml
	$(call step,environment $(DJANGO61) from $(PYTHON61))
	$(call install,$(PYTHON61),$(DJANGO61),django61)

# pip before 25.1 does not know dependency groups.
define install
	$(1) -m venv $(2)
	$(2)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(2)/bin/python -m pip install --quiet --editable '.[mypy]' --group dev --group $(3)
	@$(2)/bin/python -m pip list | grep -iE '^(python|django|django-stubs|mypy|asgiref|pytest) '
	@touch $(2)/.ready
endef
