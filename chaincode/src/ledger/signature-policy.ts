import { common, msp } from '@hyperledger/fabric-protos';

/** A rule about who has endorsed: one peer of an organisation, or `n` of several rules. */
export type EndorsementRule =
  | { readonly peerOf: string }
  | { readonly n: number; readonly outOf: readonly EndorsementRule[] };

/** Every one of the rules. */
export function allOf(...rules: readonly EndorsementRule[]): EndorsementRule {
  return { n: rules.length, outOf: rules };
}

/** At least one of the rules. */
export function anyOf(...rules: readonly EndorsementRule[]): EndorsementRule {
  return { n: 1, outOf: rules };
}

/** The bytes of a `common.SignaturePolicyEnvelope`; the same rule gives the same bytes on every endorser. */
export function encodeSignaturePolicy(rule: EndorsementRule): Uint8Array {
  const mspIds: string[] = [];
  const encodedRule = toSignaturePolicy(rule, mspIds);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(encodedRule);
  envelope.setIdentitiesList(mspIds.map(toPeerPrincipal));
  return envelope.serializeBinary();
}

function toSignaturePolicy(rule: EndorsementRule, mspIds: string[]): common.SignaturePolicy {
  const policy = new common.SignaturePolicy();
  if ('peerOf' in rule) {
    policy.setSignedBy(indexOf(rule.peerOf, mspIds));
    return policy;
  }
  const nOutOf = new common.SignaturePolicy.NOutOf();
  nOutOf.setN(rule.n);
  nOutOf.setRulesList(rule.outOf.map((part) => toSignaturePolicy(part, mspIds)));
  policy.setNOutOf(nOutOf);
  return policy;
}

function indexOf(mspId: string, mspIds: string[]): number {
  const known = mspIds.indexOf(mspId);
  return known >= 0 ? known : mspIds.push(mspId) - 1;
}

function toPeerPrincipal(mspId: string): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(msp.MSPRole.MSPRoleType.PEER);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}
