#!/usr/bin/env bash
# Measures issuing and verifying through a gateway against clients without one, on a network of its own that ends with it:
#   scripts/bench.sh [--rounds N] [--in-flight N] [--seconds N] [--lone N] [--quick] [--json] [--record] [--plan]
# The result goes to standard output, everything else to standard error.
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
# Node warns of every TLS connection to an address that is not a name.
measure=(node --disable-warning=DEP0123 "$ROOT/gateway/bench/main.mts" "$@")

. "$ROOT/scripts/lib/temporary-network.sh"

cleanup() {
  network clean >&2
  rm -rf "$folder"
}

set_up >&2
"${measure[@]}" --plan
[[ " $* " != *" --plan "* ]] || exit 0
folder=$(mktemp -d)
export SHENGJING_STATE=$folder/state
take_ports
trap cleanup EXIT
network up >&2
"${measure[@]}"
