#!/usr/bin/env bash
# Prints a token of the development issuer on the last line:
#   scripts/token.sh ORG ROLE [PERSON] [--department USCC] [--lifetime 8h]
set -euo pipefail
. "$(dirname "$0")/lib/setup.sh"
use_network
network token "$@"
