# Sourced: Fabric's and Fabric CA's programs, built once per machine from pinned Go modules.
FABRIC_MODULE=github.com/hyperledger/fabric
FABRIC_RELEASE=v2.5.9
FABRIC_COMMIT=7c38762
FABRIC_CA_MODULE=github.com/hyperledger/fabric-ca
FABRIC_CA_RELEASE=v1.5.13

# Sets and exports FABRIC_BIN.
provide_tools() {
  if [[ -n ${FABRIC_BIN:-} ]]; then
    [[ -x $FABRIC_BIN/peer ]] || fail "FABRIC_BIN is $FABRIC_BIN, but there is no program peer in it."
    printf 'Fabric from FABRIC_BIN: %s\n' "$("$FABRIC_BIN/peer" version | sed -n 's/^ Version: //p')" >&2
  else
    local hash
    hash=$(cat "$ROOT"/network/tools/*/go.{mod,sum} "$ROOT"/network/tools/*/*/*.go | sha256sum | cut -c1-16)
    local folder=$CACHE/tools/$hash
    if [[ ! -d $folder ]]; then
      step "building Fabric $FABRIC_RELEASE and Fabric CA $FABRIC_CA_RELEASE (once per machine, two to four minutes)" "$CACHE/logs/tools.log" build_tools "$folder"
    fi
    FABRIC_BIN=$folder/bin
  fi
  export FABRIC_BIN
}

build_tools() {
  local folder=$1
  local unfinished=$folder.$$
  mkdir -p "$unfinished/bin" "$unfinished/config"
  (
    set -e
    export GOFLAGS=-mod=readonly
    cd "$ROOT/network/tools/fabric"
    go build -trimpath -o "$unfinished/bin" -ldflags "-s -w -X $FABRIC_MODULE/common/metadata.Version=$FABRIC_RELEASE -X $FABRIC_MODULE/common/metadata.CommitSHA=$FABRIC_COMMIT" tool
    install -m 0644 "$(go list -m -f '{{.Dir}}' $FABRIC_MODULE)"/sampleconfig/{core,orderer}.yaml "$unfinished/config"
    cd "$ROOT/network/tools/fabric-ca"
    go build -trimpath -o "$unfinished/bin" -ldflags "-s -w -X $FABRIC_CA_MODULE/lib/metadata.Version=$FABRIC_CA_RELEASE" tool
  ) && mv "$unfinished" "$folder"
}
