#!/bin/sh
# Bring calls into a Parquet lake, from the account that is configured, else from the simulator;
# then print a summary of the lake and, where the models' answers are, the path of their page.
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

set -- meltano --log-config=scripts/logging.yaml --environment="$environment" \
    run tap-ringcentral target-parquet
if [ "$environment" = simulator ]; then
    # Four weeks of a company with some hundred extensions; a rate-limit minute lasts two seconds.
    set -- ringcentral-simulator run --history-days "${HISTORY_DAYS:-28}" --calls-per-day 400 \
        --rate-limit-scale 0.03 -- "$@"
fi
"$@"
lake="${TARGET_PARQUET_DESTINATION_PATH:-lake/$environment}"
python scripts/lake_report.py "$lake"
if [ -d "$lake.answers" ]; then
    ringcentral-report "$lake.answers" "$lake.report"
fi
