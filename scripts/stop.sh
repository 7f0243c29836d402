#!/usr/bin/env bash
# Stops every process that scripts/start.sh started, and no other. The data stays.
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
use_network
network down
