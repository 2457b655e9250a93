# Two commands do everything on a fresh machine: `make up` serves the example year, `make test` passes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
FONT_DIRS := /usr/share/fonts /usr/local/share/fonts $(HOME)/.fonts $(HOME)/.local/share/fonts

.PHONY: up test test-postgres lint setup setup-dev browser pins clean
.DEFAULT_GOAL := up

up: setup  ## set up, load the example year, serve (PORT=8000, FRESH=1 starts over)
	@exec $(BIN)/gongkai up $(if $(FRESH),--fresh)

test: setup-dev browser  ## set up and run the whole suite on SQLite
	$(BIN)/python -m pytest -n 2 $(ARGS)

test-postgres: setup-dev  ## the same suite on PostgreSQL (DATABASE=postgres://… names another server)
	GONGKAI_DATABASE_URL="$(or $(DATABASE),postgres://postgres@127.0.0.1:5432/gongkai)" \
		$(BIN)/python -m pytest -n 2 -m "not browser" --migrations $(ARGS)

lint: setup-dev  ## style, types, import contracts, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m django makemigrations --check --dry-run

setup: $(VENV)/base.stamp
setup-dev: $(VENV)/dev.stamp

$(VENV)/base.stamp: requirements/base.txt requirements/build.txt requirements/fonts.txt pyproject.toml
	@echo "准备运行环境 / setting up (.venv) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "无法建立虚拟环境：请先安装 python3-venv。"; exit 1; }
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/base.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@find $(FONT_DIRS) -name 'NotoS*CJK*' 2>/dev/null | grep -q . \
		|| $(PIP) install --require-hashes --no-deps -r requirements/fonts.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp requirements/dev.txt
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

browser:  ## Chromium for the browser tests
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
		else echo "浏览器测试需要 Chromium：请先执行 sudo apt-get install chromium，再运行 make test。"; exit 1; fi

pins: setup-dev  ## compile requirements/*.txt anew from pyproject.toml (needs uv on the path)
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--no-header pyproject.toml -o requirements/base.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--no-header --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--no-header --extra opensearch -c requirements/base.txt pyproject.toml -o requirements/opensearch.txt

clean:  ## forget the environment and the example ledger
	rm -rf $(VENV) var
