# Sourced: Fabric's and Fabric CA's programs, built once per machine from pinned Go modules.
FABRIC_MODULE=github.com/hyperledger/fabric
FABRIC_RELEASE=v2.5.9
FABRIC_COMMIT=7c38762
# Of the build: Fabric's release with the change below.
FABRIC_VERSION=$FABRIC_RELEASE-repetitions
FABRIC_CA_MODULE=github.com/hyperledger/fabric-ca
FABRIC_CA_RELEASE=v1.5.13

# Sets and exports FABRIC_BIN.
provide_tools() {
  if [[ -n ${FABRIC_BIN:-} ]]; then
    [[ -x $FABRIC_BIN/peer ]] || fail "FABRIC_BIN is $FABRIC_BIN, but there is no program peer in it."
    local version
    version=$("$FABRIC_BIN/peer" version | sed -n 's/^ Version: //p')
    printf 'Fabric from FABRIC_BIN: %s\n' "$version" >&2
    [[ $version == *-repetitions ]] || printf '%s\n' 'Warning: a transaction that is sent twice can stop these peers for good (docs/decisions/0008-repeated-transactions.md).' >&2
  else
    local hash
    hash=$(cat "$ROOT"/network/tools/*/go.{mod,sum} "$ROOT"/network/tools/*/*/*.go "${BASH_SOURCE[0]}" | sha256sum | cut -c1-16)
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
  # Not a list of commands with "&&" around it: within one of these, errors would end nothing.
  (
    set -e
    export GOFLAGS=-mod=readonly
    cd "$ROOT/network/tools/fabric"
    copy_fabric "$unfinished/source"
    go build -trimpath -modfile="$unfinished/source/tools.mod" -o "$unfinished/bin" -ldflags "-s -w -X $FABRIC_MODULE/common/metadata.Version=$FABRIC_VERSION -X $FABRIC_MODULE/common/metadata.CommitSHA=$FABRIC_COMMIT" tool
    install -m 0644 "$unfinished"/source/fabric/sampleconfig/{core,orderer}.yaml "$unfinished/config"
    cd "$ROOT/network/tools/fabric-ca"
    go build -trimpath -o "$unfinished/bin" -ldflags "-s -w -X $FABRIC_CA_MODULE/lib/metadata.Version=$FABRIC_CA_RELEASE" tool
    rm -rf "$unfinished/source"
    mv "$unfinished" "$folder"
  )
}

# Copies Fabric's module to a folder, with a go.mod that takes it from there, and has the copy's validator look at a
# repeated transaction although it is skipped. Unchanged, a peer waits for ever for the verdict on it when a later
# transaction of the same block writes a key to which it gives a policy (docs/decisions/0008).
copy_fabric() {
  local folder=$1
  local validator=$folder/fabric/core/committer/txvalidator/v20/validator.go
  local line='if erroneousResultEntry != nil {'
  mkdir -p "$folder"
  cp -r --no-preserve=mode "$(go list -m -f '{{.Dir}}' $FABRIC_MODULE)" "$folder/fabric"
  [[ $(grep -cF "$line" "$validator") == 1 ]] || fail "The change of the validator is for another Fabric than $FABRIC_RELEASE."
  sed -i "/$line/a _, _ = v.Dispatcher.Dispatch(tIdx, payload, d, block)" "$validator"
  cp go.mod "$folder/tools.mod"
  cp go.sum "$folder/tools.sum"
  go mod edit -replace "$FABRIC_MODULE=$folder/fabric" "$folder/tools.mod"
}
