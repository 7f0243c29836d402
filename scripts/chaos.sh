#!/usr/bin/env bash
# Sends license orders, each three times, while gateways, peers, chaincode servers and the Raft leader are killed, and
# has an independent checker compare every answer with the blocks; on a network of its own that ends with it:
#   scripts/chaos.sh [--keys N] [--seed N] [--seconds-between-kills N] [--seconds N] [--in-flight N] [--json] [--keep]
#   scripts/chaos.sh --plan [--keys N] [--seed N] …
# The result goes to standard output, everything else to standard error. Ends with 1 when an answer and the blocks disagree.
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
. "$ROOT/scripts/lib/temporary-network.sh"
# Node warns of every TLS connection to an address that is not a name.
node=(node --disable-warning=DEP0123)
check=("${node[@]}" "$ROOT/gateway/chaos/check/main.mts")

cleanup() {
  if [[ -n $keep && -d $folder/evidence ]]; then
    network down >&2
    printf 'state, logs and evidence are kept in %s\n' "$folder" >&2
  else
    network clean >&2
    rm -rf "$folder"
  fi
}

set_up >&2
folder=$(mktemp -d)
export SHENGJING_STATE=$folder/state
take_ports
keep=yes
trap cleanup EXIT
"${node[@]}" "$ROOT/gateway/chaos/main.mts" --evidence "$folder/evidence" "$@"
if [[ " $* " != *" --plan "* ]]; then
  json=()
  [[ " $* " != *" --json "* ]] || json=(--json)
  "${check[@]}" "$folder/evidence" "${json[@]}"
fi
[[ " $* " == *" --keep "* ]] || keep=
