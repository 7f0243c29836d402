# Sourced: a network of a script's own, with state in a temporary folder and ports that nothing uses.
are_ports_free() {
  local host port
  while IFS=$':\t' read -r host port _; do
    ! (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null || return 1
  done < <(network ports)
}

# Sets and exports SHENGJING_PORT_OFFSET: below the ports that the system gives to outgoing connections.
take_ports() {
  for SHENGJING_PORT_OFFSET in 24400 23400 22400 21400; do
    export SHENGJING_PORT_OFFSET
    ! are_ports_free || return 0
  done
  fail "No free range of ports for a network of its own."
}
