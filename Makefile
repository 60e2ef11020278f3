# Two commands for everybody: `make demo` shows the main job, `make test` runs every check there is.
# Only Python 3.11+ with pip and venv is expected on the machine; each environment is made once, in .venv*.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint types test-django52 test-django60 test-django61 oracle foreign foreign-django bench fix clean

PYTHON ?= $(shell .ci/find-python 3.11 3.12 3.13 3.14)
N ?= 5000
SEED ?=
BENCH_ARGS ?=
FOREIGN_ARGS ?=
# In the order of the files: the longest of them have few tests, and would otherwise come last, on one core.
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder

DEMO := .venv
DJANGO52 := .venv-django52
DJANGO60 := .venv-django60
DJANGO61 := .venv-django61
step = @echo; echo "=== $(1) ($$(date +%T))"

help:
	@echo "make demo   type-check an async Django shop before and after its repair, then run both (under two minutes)"
	@echo "make test   lint, types and all tests, on Django 5.2 and, where Python 3.12+ is found, 6.0 and 6.1"
	@echo "make oracle N=5000  compare the plugin with Django on random programs; SEED=7 repeats a run"
	@echo "make foreign run django-stubs' own suite with the plugin in front and without it (it is fetched; long)"
	@echo "make foreign-django  run Django's own suites on the runtime's fast paths and without them (they are fetched; long)"
	@echo "make bench  measure checking and running beside what people have without this; BENCH_ARGS='running --quick'"
	@echo "make fix    let ruff format and repair"

demo: $(DEMO)/.ready
	@$(DEMO)/bin/python examples/bookshop/demo.py

test: lint types test-django52 test-django60 test-django61

lint: $(DJANGO52)/.ready
	$(call step,ruff)
	$(DJANGO52)/bin/ruff check
	$(DJANGO52)/bin/ruff format --check
	$(call step,import-linter)
	$(DJANGO52)/bin/lint-imports --no-logo --no-cache

types: $(DJANGO52)/.ready
	$(call step,mypy on our own code)
	$(DJANGO52)/bin/mypy
	$(DJANGO52)/bin/mypy --config-file tests/runtime/mypy.toml

test-django52: $(DJANGO52)/.ready
	$(call step,pytest with Django 5.2)
	$(DJANGO52)/bin/python -m pytest $(PYTEST_ARGS)

# The plugin runs the same on 6.0 as on 6.1; the runtime does not have to.
test-django60:
	$(call step,pytest of the runtime with Django 6.0)
	$(call test-with-newer-python,6.0,3.12 3.13 3.14,$(DJANGO60)/.ready PYTHON60,$(DJANGO60),tests/runtime)

# The wheel, asgiref's stubs and the language servers do not depend on Django's version here: their tests run once, above,
# as do the tests marked any_django, each of which says what its subject is.
test-django61:
	$(call step,pytest with Django 6.1)
	$(call test-with-newer-python,6.1,3.14 3.13 3.12,$(DJANGO61)/.ready PYTHON61,$(DJANGO61),--ignore=tests/packaging --ignore=tests/stubs --ignore=tests/editors -m 'not any_django')

# The only permitted skip is a machine without Python 3.12+, and CI does not take "it is there but broken" for that.
define test-with-newer-python
	@if python=$$(.ci/find-python $(2)); then \
	    $(MAKE) --no-print-directory $(3)="$$python"; \
	    $(4)/bin/python -m pytest $(PYTEST_ARGS) $(5); \
	elif [ $$? = 2 ] && [ "$${CI:-}" = true ]; then \
	    echo "Django $(1) must be tested here: a Python 3.12+ exists on this machine but cannot be used (see above)"; exit 1; \
	else \
	    echo "skipped: Django $(1) needs a working Python 3.12, 3.13 or 3.14, and none is on PATH or in pyenv's versions folder"; \
	fi
endef

# Random async programs, executed on Django and judged by mypy: each disagreement is printed, made small.
oracle: $(DJANGO52)/.ready
	$(DJANGO52)/bin/python -m tests.oracle.differential.run --count $(N) $(if $(SEED),--seed $(SEED))

# The whole suite of django-stubs, twice; a test runs a part of it.
foreign: $(DJANGO52)/.ready
	$(DJANGO52)/bin/python -m tests.foreign.django_stubs

# 88 of Django's suites, twice: FOREIGN_ARGS='--database PostgreSQL', --native for the native engine, or names of
# suites; a test runs a few.
foreign-django: $(DJANGO52)/.ready
	$(DJANGO52)/bin/python -m tests.foreign.django_suites.suites $(FOREIGN_ARGS)

# What the README and docs quote; BENCH_ARGS=running or =checking for one half, with --quick for a few minutes.
bench:
	@$(MAKE) --no-print-directory $(DJANGO61)/.ready PYTHON61="$$(.ci/find-python 3.13 3.12 3.14)"
	@$(DJANGO61)/bin/python -m benchmarks $(BENCH_ARGS)

fix: $(DJANGO52)/.ready
	$(DJANGO52)/bin/ruff check --fix
	$(DJANGO52)/bin/ruff format

clean:
	rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist build

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

$(DJANGO60)/.ready: pyproject.toml
	$(call step,environment $(DJANGO60) from $(PYTHON60))
	$(call install,$(PYTHON60),$(DJANGO60),django60)

$(DJANGO61)/.ready: pyproject.toml
	$(call step,environment $(DJANGO61) from $(PYTHON61))
	$(call install,$(PYTHON61),$(DJANGO61),django61)

# pip before 25.1 does not know dependency groups.
define install
	$(1) -m venv $(2)
	$(2)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(2)/bin/python -m pip install --quiet --editable '.[mypy]' --group dev --group frameworks --group packages --group $(3)
	@$(2)/bin/python -m pip list | grep -iE '^(python|django|django-stubs|mypy|asgiref|pytest) '
	@touch $(2)/.ready
endef
