# Sourced by the scripts: where things are, and how a person is told what is wrong.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=${SHENGJING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/shengjing-chain}
# Node 24 and the compilers come with the packages; npm takes no notice of what is not its own.
export PATH="$ROOT/node_modules/.bin:$PATH"

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# Runs a long step: its output goes to a file, its progress to the terminal.
#   step LABEL LOGFILE COMMAND...
step() {
  local label=$1 log=$2 started=$SECONDS next=15
  shift 2
  mkdir -p "$(dirname "$log")"
  printf '%s …\n' "$label" >&2
  "$@" >"$log" 2>&1 &
  local pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - started >= next)); then
      printf '  … %s: %d s\n' "$label" $((SECONDS - started)) >&2
      next=$((next + 15))
    fi
  done
  if ! wait "$pid"; then
    tail -n 20 "$log" >&2
    fail "$label failed; all of its output is in $log"
  fi
  printf '%s: done in %d s\n' "$label" $((SECONDS - started)) >&2
}

# Sets FABRIC_BIN for the commands that work on a network which has been started before.
use_network() {
  [[ -f $ROOT/network/dist/cli.js ]] || fail "Nothing is compiled yet: run scripts/start.sh first."
  provide_tools
}

network() {
  node "$ROOT/network/dist/cli.js" "$@"
}
