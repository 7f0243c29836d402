#!/usr/bin/env bash
# All the set-up and the main job: a running network, the gateways, and a first license.
#   scripts/start.sh [--clean] [--verbose]
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"

clean=
for argument in "$@"; do
  case $argument in
    --clean) clean=yes ;;
    --verbose) export SHENGJING_VERBOSE=1 ;;
    *) fail "unknown argument $argument. Usage: scripts/start.sh [--clean] [--verbose]" ;;
  esac
done

set_up
started=$(date +%s%N)
[[ -z $clean ]] || network clean
network up
node "$ROOT/scripts/story.mts"
printf 'set-up aside, this took %s s. scripts/stop.sh stops it; the data stays.\n' "$(awk "BEGIN{printf \"%.1f\", ($(date +%s%N)-$started)/1e9}")"
