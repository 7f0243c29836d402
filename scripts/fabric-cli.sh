#!/usr/bin/env bash
# Runs a Fabric command as an organisation's administrator:
#   scripts/fabric-cli.sh [--verbose] ORG peer|osnadmin|configtxlator|configtxgen|discover|fabric-ca-client ARGUMENTS...
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
use_network
if [[ ${1:-} == --verbose ]]; then
  export SHENGJING_VERBOSE=1
  shift
fi
network exec "$@"
