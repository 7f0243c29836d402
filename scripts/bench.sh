#!/usr/bin/env bash
# Measures one thing and ends:
#   scripts/bench.sh [NAME] [options]
# Without a name: issuing and verifying through a gateway against clients without one. The names:
#   contract   issuing a license against writing one key of the same size
#   verify     verifications by the ledger and by the index
#   growth     how long writing takes with many licenses on the ledger
#   index      searches of the index with many licenses in it
#   overload   how one gateway bears several times what it can do
#   profile    what a gateway spends its processor time on
# Options: --json, --record, --plan, and numbers; an unknown one has them all told.
# All but the index are measured on a network of their own, which ends with the command. The result goes to standard
# output, everything else to standard error.
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
case ${1:-} in
  contract | verify | growth | overload | profile) main=$1 ;;
  index) main=index-search ;;
  -* | '') main=main ;;
  *) fail "There is no benchmark named $1." ;;
esac
[[ $main == main ]] || shift
# Node warns of every TLS connection to an address that is not a name.
measure=(node --disable-warning=DEP0123 "$ROOT/gateway/bench/$main.mts" "$@")

. "$ROOT/scripts/lib/temporary-network.sh"

cleanup() {
  network clean >&2
  rm -rf "$folder"
}

set_up >&2
"${measure[@]}" --plan
[[ " $* " != *" --plan "* ]] || exit 0
if [[ $main == index-search ]]; then
  exec "${measure[@]}"
fi
folder=$(mktemp -d)
export SHENGJING_STATE=$folder/state
take_ports
trap cleanup EXIT
network up >&2
"${measure[@]}"
