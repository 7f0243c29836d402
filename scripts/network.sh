#!/usr/bin/env bash
# The network's own commands: scripts/network.sh status [--json] | deploy | compact [PEER...] | ports | urls | up | down | clean
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
use_network
network "$@"
