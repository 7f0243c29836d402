# Sourced: the programs of a PostgreSQL server; tests start one of their own. A server that the package starts is not used.
provide_postgres() {
  if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
    return
  fi
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    fail "PostgreSQL is missing, and some tests start a server of their own. Install Debian's package postgresql (as root: apt-get install postgresql)."
  fi
  step "installing PostgreSQL" "$CACHE/logs/postgresql.log" install_postgres
}

install_postgres() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update && apt-get install --yes --no-install-recommends postgresql
}
