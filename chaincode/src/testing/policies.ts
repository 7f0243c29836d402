import { common, msp } from '@hyperledger/fabric-protos';

/** A key-level policy as a validating peer decodes it. */
export function decodePolicy(policy: Uint8Array): common.SignaturePolicyEnvelope {
  return common.SignaturePolicyEnvelope.deserializeBinary(policy);
}

/** The role that a principal of a policy stands for. */
export function toRole(principal: msp.MSPPrincipal): msp.MSPRole {
  return msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
}

/** Judges a key-level policy as a validating peer does. */
export function isPolicySatisfied(policy: Uint8Array, endorsers: readonly string[]): boolean {
  const envelope = decodePolicy(policy);
  const mspIds = envelope.getIdentitiesList().map((principal) => toRole(principal).getMspIdentifier());
  return isRuleSatisfied(envelope.getRule(), mspIds, endorsers);
}

function isRuleSatisfied(rule: common.SignaturePolicy | undefined, mspIds: string[], endorsers: readonly string[]): boolean {
  const nOutOf = rule?.getNOutOf();
  if (nOutOf === undefined) {
    return endorsers.includes(mspIds[rule?.getSignedBy() ?? -1] ?? '');
  }
  return nOutOf.getRulesList().filter((part) => isRuleSatisfied(part, mspIds, endorsers)).length >= nOutOf.getN();
}
