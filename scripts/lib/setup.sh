# Sourced: all the set-up that starting and testing have in common.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$ROOT/scripts/lib/prerequisites.sh"
. "$ROOT/scripts/lib/tools.sh"

set_up() {
  check_prerequisites
  provide_packages
  provide_tools
  step "compiling" "$CACHE/logs/compile.log" tsc --build "$ROOT"
}

# npm ci, unless what is installed came from this very lockfile.
provide_packages() {
  local stamp=$ROOT/node_modules/.installed-from
  local lock
  lock=$(sha256sum "$ROOT/package-lock.json" | cut -c1-64)
  if [[ ! -f $stamp || $(<"$stamp") != "$lock" ]]; then
    step "installing npm packages" "$CACHE/logs/npm.log" npm ci --prefix "$ROOT" --no-audit --no-fund
    printf '%s' "$lock" >"$stamp"
  fi
}
