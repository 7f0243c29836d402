#!/usr/bin/env bash
# Compiles the contracts and deploys them under the next version and sequence, with the network running.
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
set_up
network deploy
