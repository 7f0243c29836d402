#!/usr/bin/env bash
# All the set-up and all the tests; ends with "N passed, N failed".
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
. "$ROOT/scripts/lib/postgres.sh"
set_up
provide_postgres
cd "$ROOT"
step "linting" "$CACHE/logs/lint.log" eslint --max-warnings 0 .
step "type-checking the tests" "$CACHE/logs/types.log" tsc --project tsconfig.eslint.json
results=$(mktemp)
trap 'rm -f "$results"' EXIT
status=0
# One worker: the suites that start a network each want both cores.
jest --ci --runInBand --json --outputFile="$results" || status=$?
node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); const broken = r.testResults.filter((s) => s.status === "failed" && s.assertionResults.length === 0).length; `${r.numPassedTests} passed, ${r.numFailedTests + broken} failed`' "$results"
exit "$status"
