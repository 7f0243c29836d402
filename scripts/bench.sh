#!/usr/bin/env bash
# Measures issuing and verifying through a gateway against clients without one, on a network of its own that ends with it:
#   scripts/bench.sh [--rounds N] [--in-flight N] [--seconds N] [--lone N] [--quick] [--json] [--record] [--plan]
# Or how one gateway bears five times what it can do, on such a network:
#   scripts/bench.sh overload [--rounds N] [--seconds N] [--levels N,N] [--people N] [--factor N] [--json] [--plan]
# The result goes to standard output, everything else to standard error.
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
main=main
if [[ ${1:-} == overload ]]; then
  main=$1
  shift
fi
# Node warns of every TLS connection to an address that is not a name.
measure=(node --disable-warning=DEP0123 "$ROOT/gateway/bench/$main.mts" "$@")

are_ports_free() {
  local host port
  while IFS=$':\t' read -r host port _; do
    ! (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null || return 1
  done < <(network ports)
}

# Below the ports that the system gives to outgoing connections.
take_ports() {
  for SHENGJING_PORT_OFFSET in 24400 23400 22400 21400; do
    export SHENGJING_PORT_OFFSET
    ! are_ports_free || return 0
  done
  fail "No free range of ports for a network of the benchmark's own."
}

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
