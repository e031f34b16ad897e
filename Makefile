# The manual of this project: `make run` runs it, `make test` proves it. See docs/make.md.
# Everything is installed into .venv and node_modules; nothing else on this machine is touched, save
# that `make test` installs Chromium and fonts where it may.

VENV := .venv/bin
# libatomic1: the Node that comes with Playwright wants it, and a bare Debian has none.
# Chromium without its windows takes a third less of the processor; where that is not to be had, the whole one.
PACKAGES_FOR_TESTS := chromium-headless-shell,chromium fonts-noto-cjk libatomic1 dovecot-imapd dovecot-lmtpd
TEST_OPTIONS ?=
# Tests of one file stay in one process, so that what a file starts is started once.
PARALLEL ?= -n 3 --dist loadfile --no-loadscope-reorder
# Where the surroundings forbid it, every process that a test starts would compile the whole product anew.
unexport PYTHONDONTWRITEBYTECODE
TYPED := contactcenter tests tools $(if $(wildcard bench/*.py),bench) $(if $(wildcard migrations/*.py),migrations)

.PHONY: help run serve test check bench soak screenshots types lock
.DEFAULT_GOAL := help

help:
	@echo 'make run          a living contact centre on http://127.0.0.1:8080, with simulated patrons'
	@echo 'make run BUSY=40  a training: so many inquiries an hour'
	@echo 'make serve        the same without the demo'
	@echo 'make test         every test, on both databases, in a real browser'
	@echo 'make check        style, types, imports, generated files'
	@echo 'make bench        measure; writes bench/latest.json'
	@echo 'make soak         kill and load for a long time'
	@echo 'make screenshots  the pictures of the README anew'
	@echo 'make types        the TypeScript types anew, from the shapes and the events'
	@echo 'make lock         the lock files anew (UPGRADE=1: with the newest versions)'

run:
	@tools/make_venv.sh run build
	@$(VENV)/python tools/build_front_end.py
	@exec $(VENV)/contactcenter run $(if $(BUSY),--busy $(BUSY))

serve:
	@tools/make_venv.sh run build
	@$(VENV)/python tools/build_front_end.py
	@exec $(VENV)/contactcenter serve

test:
	@tools/make_venv.sh dev
	@$(VENV)/python tools/build_front_end.py
	@tools/install_system_packages.sh $(PACKAGES_FOR_TESTS) || test $$? -eq 3
	@exec $(VENV)/python -m pytest $(PARALLEL) $(TEST_OPTIONS)

check:
	@tools/make_venv.sh dev
	$(VENV)/ruff check .
	$(VENV)/mypy $(TYPED)
	$(VENV)/lint-imports
	$(VENV)/python tools/generate_types.py --check
	$(VENV)/python tools/build_front_end.py --packages-only run check

bench:
	@tools/make_venv.sh dev
	@$(VENV)/python tools/build_front_end.py
	@exec $(VENV)/python -m bench

soak:
	@tools/make_venv.sh dev
	@$(VENV)/python tools/build_front_end.py
	@exec $(VENV)/python -m pytest -m soak --timeout=7200 $(TEST_OPTIONS)

screenshots:
	@tools/make_venv.sh dev
	@$(VENV)/python tools/build_front_end.py
	@tools/install_system_packages.sh $(PACKAGES_FOR_TESTS) || test $$? -eq 3
	@exec $(VENV)/python tools/screenshots.py

types:
	@tools/make_venv.sh dev
	@$(VENV)/python tools/generate_types.py

lock:
	@tools/make_venv.sh dev
	@tools/lock.sh
