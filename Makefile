# make run      bring calls into a Parquet lake, your account's or the simulator's, and make its page
# make answers  the models anew over a lake: LAKE, else the simulator's
# make report   the page anew, of a lake's answers
# make fleet    three simulated accounts, and Dagster that reads them: its page's address comes last
# make fleet-account NAME=west  one more account, while that runs
# make test     everything that CI runs
# make lint     the linters alone
# make docs     the generated parts of README, docs and meltano.yml, the plugin definitions, and the
#               catalog that the tests hold streams against
# make coverage branch coverage of the tap, with the floor that pyproject.toml sets
# make bench    what the tap and the loader take, against the best possible
# make soak     simulated lives of a lake, and of stored audio: SEEDS of each, from seed FIRST on; then
#               some ten minutes' search for bytes, headers, settings and input that end in a
#               traceback; then loaders that meet fifty times, an old lake, Spark, Airflow, Meltano's
#               state in a bucket, and Dagster with twenty accounts
# make build    the five distributions, into dist
# make clean    removes all that these made, lakes too
.PHONY: run answers report fleet fleet-account test coverage soak bench lint docs build clean
.SILENT:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Versions that were tested together; the plugins' own environments use them as well.
export UV_CONSTRAINT := $(CURDIR)/constraints.txt
# Once at installation, not at each start of a process where Python may not write it (in containers).
export UV_COMPILE_BYTECODE := 1
MANIFESTS := pyproject.toml $(wildcard packages/*/pyproject.toml)

run:
	PYTHON=$(PYTHON) sh scripts/run.sh

# The last two steps of `make run` alone, in the same environments and folders. What TRANSFORM_ARGS and
# REPORT_ARGS say, such as --vars='{call_back_hours: 48}' or --days=90, goes to dbt and to the report.
LAKE ?= $(CURDIR)/lake/simulator
UTILITIES := .meltano/utilities
answers: .meltano/ready
	DBT_PROJECT_DIR=transform DBT_PROFILES_DIR=transform DBT_TARGET_PATH=$(CURDIR)/.meltano/transform \
		DBT_LOG_PATH=$(CURDIR)/.meltano/transform DO_NOT_TRACK=1 RINGCENTRAL_LAKE="$(abspath $(LAKE))" \
		$(UTILITIES)/dbt/venv/bin/dbt --quiet build --exclude-resource-type unit_test $(TRANSFORM_ARGS)

report: .meltano/ready
	$(UTILITIES)/report/venv/bin/ringcentral-report "$(LAKE).answers" "$(LAKE).report" $(REPORT_ARGS)

fleet: .venv/ready .targets/dagster/ready
	$(BIN)/python scripts/fleet.py start

fleet-account: .venv/ready
	$(BIN)/python scripts/fleet.py add "$(NAME)"

test: .venv/ready
	$(MAKE) --jobs 3 --output-sync .meltano/ready .targets/ready .targets/dbt/ready \
		.targets/axe/ready lint
	$(BIN)/pytest -n 2 --dist worksteal $(PYTEST_ARGS)

# Apart from `make test`, which it would slow down by minutes. Without the tests that run the tap in
# processes of their own, which are not measured, and without the simulated lives.
coverage: .venv/ready
	$(BIN)/pytest -n 2 --dist worksteal --cov=tap_ringcentral $(PYTEST_ARGS) \
		tests --ignore=tests/end_to_end --ignore=tests/simulation

SEEDS ?= 2000
FIRST ?= 0

soak: .venv/ready .meltano/ready .targets/spark/ready .targets/airflow/ready .targets/meltano/ready \
		.targets/dagster/ready
	$(BIN)/pytest -n 2 --dist worksteal --show-capture=no tests/simulation/test_simulation.py \
		tests/simulation/test_audio_lives.py \
		--seeds $(SEEDS) --first-seed $(FIRST)
	$(BIN)/pytest -n 2 --dist worksteal --show-capture=no --hypothesis-profile=soak \
		-o faulthandler_timeout=3600 \
		tests/field/test_answer_bytes.py tests/config/test_setting_search.py \
		packages/target-parquet/tests/test_any_input.py \
		packages/target-parquet/tests/test_record_lines.py
	$(BIN)/pytest -n 2 --show-capture=no --rounds 50 --old-lake-days 1095 \
		-o faulthandler_timeout=3600 \
		packages/target-parquet/tests/test_two_loaders.py \
		packages/target-parquet/tests/test_flat_cost.py
	$(BIN)/pytest --show-capture=no tests/end_to_end/spark.py tests/end_to_end/airflow.py \
		tests/end_to_end/state_bucket.py
	$(BIN)/pytest --show-capture=no packages/ringcentral-fleet/tests/engine.py

bench: .venv/ready .targets/peer/ready
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

lint: .venv/ready .targets/dagster/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd packages/ringcentral-simulator && ../../$(BIN)/mypy --config-file ../../pyproject.toml tests
	cd packages/target-parquet && ../../$(BIN)/mypy --config-file ../../pyproject.toml tests
	cd packages/ringcentral-report && ../../$(BIN)/mypy --config-file ../../pyproject.toml tests
	cd packages/ringcentral-fleet && ../../$(BIN)/mypy --config-file ../../pyproject.toml tests
	$(BIN)/mypy --python-executable .targets/dagster/bin/python --exclude none \
		packages/ringcentral-fleet/ringcentral_fleet/definitions.py
	$(BIN)/lint-imports
	$(BIN)/deptry tap_ringcentral
	cd packages/ringcentral-simulator && ../../$(BIN)/deptry ringcentral_simulator
	cd packages/target-parquet && ../../$(BIN)/deptry target_parquet
	cd packages/ringcentral-report && ../../$(BIN)/deptry ringcentral_report
	cd packages/ringcentral-fleet && ../../$(BIN)/deptry ringcentral_fleet

docs: .venv/ready
	$(BIN)/python scripts/generate_docs.py
	$(BIN)/pytest --quiet tests/test_catalog.py --snapshot-update

build: .venv/ready
	for folder in . packages/*; do \
		$(BIN)/uv build --quiet --out-dir dist $$folder || exit 1; \
	done

.venv/ready: $(MANIFESTS) constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check $$(grep '^uv==' constraints.txt)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group dev \
		--editable . --editable packages/ringcentral-simulator --editable packages/target-parquet \
		--editable packages/ringcentral-report --editable packages/ringcentral-fleet
	$(BIN)/python -m compileall -q tap_ringcentral packages  # which uv leaves out: they are editable
	touch $@

.meltano/ready: .venv/ready meltano.yml $(MANIFESTS) constraints.txt transform/constraints.txt
	XDG_STATE_HOME=$(CURDIR)/.meltano/state $(BIN)/meltano --log-level=warning install --plugin-type=extractors
	XDG_STATE_HOME=$(CURDIR)/.meltano/state $(BIN)/meltano --log-level=warning install --plugin-type=loaders
	UV_CONSTRAINT= XDG_STATE_HOME=$(CURDIR)/.meltano/state \
		$(BIN)/meltano --log-level=warning install --plugin-type=utilities
	touch $@

# Targets that others wrote, each in an environment of its own.
.targets/ready: .venv/ready Makefile
	for target in target-jsonl==0.1.4 meltanolabs-target-postgres==0.8.1; do \
		$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/$${target%%==*} && \
		UV_CONSTRAINT= $(BIN)/uv pip install --quiet --python .targets/$${target%%==*}/bin/python \
			$$target || exit 1; \
	done
	touch $@

# dbt, with versions of its own, and PostgreSQL beside DuckDB.
.targets/dbt/ready: .venv/ready transform/constraints.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/dbt
	UV_CONSTRAINT=transform/constraints.txt $(BIN)/uv pip install --quiet \
		--python .targets/dbt/bin/python "dbt-core>=1.11.16,<1.12" "dbt-duckdb~=1.11.1" \
		"dbt-postgres~=1.11" "deltalake~=1.6"
	touch $@

# Dagster, with versions of its own: it wants another package named backoff than the tap's SDK.
.targets/dagster/ready: .venv/ready packages/ringcentral-fleet/constraints.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/dagster
	UV_CONSTRAINT=packages/ringcentral-fleet/constraints.txt $(BIN)/uv pip install --quiet \
		--python .targets/dagster/bin/python --editable "packages/ringcentral-fleet[dagster]"
	touch $@

# What checks that everybody can use the report's pages. Without npm, or where it gets nothing, those
# tests are skipped and say so.
.targets/axe/ready: Makefile
	mkdir -p .targets/axe
	npm install --silent --no-audit --no-fund --prefix .targets/axe axe-core@4.14.1 || \
		echo "axe-core could not be installed." >&2
	touch $@

# Another tap for RingCentral, which the benchmarks compare with.
.targets/peer/ready: .venv/ready
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/peer
	UV_CONSTRAINT= $(BIN)/uv pip install --quiet --python .targets/peer/bin/python \
		tap-ringcentral==1.1.0
	touch $@

# A reader of lakes that brings half a gigabyte and needs Java.
.targets/spark/ready: .venv/ready
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/spark
	UV_CONSTRAINT= $(BIN)/uv pip install --quiet --python .targets/spark/bin/python pyspark==4.3.0
	touch $@

# An orchestrator that wants versions of its own of a hundred packages.
.targets/airflow/ready: .venv/ready Makefile
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/airflow
	UV_CONSTRAINT= $(BIN)/uv pip install --quiet --python .targets/airflow/bin/python \
		apache-airflow==3.3.2
	touch $@

# Meltano with what keeps its state on S3: boto3 wants another python-dateutil than constraints.txt.
.targets/meltano/ready: .venv/ready constraints.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .targets/meltano
	UV_CONSTRAINT= $(BIN)/uv pip install --quiet --python .targets/meltano/bin/python \
		"meltano[s3]$$(sed -n 's/^meltano//p' constraints.txt)"
	touch $@

clean:
	rm -rf .venv .meltano .targets dist lake
