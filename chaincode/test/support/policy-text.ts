import { common, msp } from '@hyperledger/fabric-protos';

/** A key-level policy as text, as in `2 of (CityMSP, HepingMSP)`: the organisations stand for their peers. */
export function policyText(bytes: Uint8Array): string {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
  const identities = envelope.getIdentitiesList().map((principal) => {
    const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    const isPeer = role.getRole() === msp.MSPRole.MSPRoleType.PEER;
    return isPeer ? role.getMspIdentifier() : `${role.getMspIdentifier()} in role ${String(role.getRole())}`;
  });
  return ruleText(envelope.getRule() ?? new common.SignaturePolicy(), identities);
}

function ruleText(rule: common.SignaturePolicy, identities: readonly string[]): string {
  const outOf = rule.getNOutOf();
  return outOf === undefined
    ? (identities[rule.getSignedBy()] ?? '')
    : `${String(outOf.getN())} of (${outOf.getRulesList().map((part) => ruleText(part, identities)).join(', ')})`;
}
