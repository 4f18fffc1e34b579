#!/bin/sh
# Bring calls into a Parquet lake, from the account that is configured, else from the simulator; let
# the models make answers of it, and write their page, whose path comes last.
set -eu

if [ -n "${TAP_RINGCENTRAL_CLIENT_ID:-}" ] ||
    { [ -f .env ] && grep -Eq '^ *(export +)?TAP_RINGCENTRAL_CLIENT_ID=[[:space:]]*[^[:space:]]' .env; }; then
    environment=account
    echo "Account: the one whose credentials are configured (environment or .env)."
else
    environment=simulator
    echo "Account: the simulator, since no credentials are configured (see .env.example)."
fi

make --silent --no-print-directory .venv/ready .meltano/ready PYTHON="$PYTHON"
PATH="$PWD/.venv/bin:$PATH"
# Meltano keeps its logs here, not in the home directory.
XDG_STATE_HOME="$PWD/.meltano/state"
export XDG_STATE_HOME

lake="${TARGET_PARQUET_DESTINATION_PATH:-}"
if [ -z "$lake" ] && [ -f .env ]; then
    lake="$(dotenv --file .env get TARGET_PARQUET_DESTINATION_PATH 2>/dev/null || true)"
fi
answers="dbt:build report:write"
case "$lake" in
*://*)
    answers=
    echo "No answers and no page: the models do not read buckets (docs/reports.md, Other places)."
    ;;
"" | /*) ;;
*) lake="$PWD/$lake" ;; # dbt works in another folder
esac
if [ -n "$lake" ]; then
    export TARGET_PARQUET_DESTINATION_PATH="$lake"
else
    lake="lake/$environment"
fi

# shellcheck disable=SC2086 # two words, or none
set -- meltano --log-config=scripts/logging.yaml --environment="$environment" \
    run tap-ringcentral target-parquet $answers
if [ "$environment" = simulator ]; then
    # Four weeks of a company with some hundred extensions; a rate-limit minute lasts two seconds.
    set -- ringcentral-simulator run --history-days "${HISTORY_DAYS:-28}" --calls-per-day 400 \
        --rate-limit-scale 0.03 -- "$@"
fi
status=0
"$@" || status=$?
python scripts/lake_report.py "$lake"
page="$lake.report/index.html"
if [ $status -ne 0 ]; then
    echo "The run failed. The page, if there is one, is of the last run that did not: $page" >&2
elif [ -n "$answers" ]; then
    echo "The page: $page"
fi
exit $status
