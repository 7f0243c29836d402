# Sourced: what the machine must have before anything is installed.
check_prerequisites() {
  local have
  command -v node >/dev/null || fail "Node.js is missing. Install version 20 or later."
  have=$(node -p 'process.versions.node.split(".")[0]')
  ((have >= 20)) || fail "Node.js $have is too old. Install version 20 or later."
  command -v npm >/dev/null || fail "npm is missing. It comes with Node.js."
  [[ $(uname -s) == Linux ]] || fail "This runs on Linux (the processes it starts are followed through /proc)."
  if [[ -z ${FABRIC_BIN:-} ]]; then
    command -v go >/dev/null || fail "Go is missing, and Fabric's tools are built with it. Install Go 1.24 or later, or set FABRIC_BIN to the bin folder of an installed Fabric release."
    command -v gcc >/dev/null || fail "A C compiler (gcc) is missing; Fabric CA's database needs it. Install gcc, or set FABRIC_BIN to the bin folder of an installed Fabric release."
  fi
}
