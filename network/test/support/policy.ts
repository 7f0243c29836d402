import { common, msp } from '@hyperledger/fabric-protos';

type Rule = string | { readonly count: number; readonly of: readonly Rule[] };

/** Base64 of a signature policy over the organisations' peers; a rule is an MSP id or a number of rules. */
export function peerPolicy(rule: Rule): string {
  const mspIds: string[] = [];
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(toPolicy(rule, mspIds));
  envelope.setIdentitiesList(mspIds.map(peerPrincipal));
  return Buffer.from(envelope.serializeBinary()).toString('base64');
}

function toPolicy(rule: Rule, mspIds: string[]): common.SignaturePolicy {
  const policy = new common.SignaturePolicy();
  if (typeof rule === 'string') {
    const index = mspIds.includes(rule) ? mspIds.indexOf(rule) : mspIds.push(rule) - 1;
    policy.setSignedBy(index);
    return policy;
  }
  const outOf = new common.SignaturePolicy.NOutOf();
  outOf.setN(rule.count);
  outOf.setRulesList(rule.of.map((part) => toPolicy(part, mspIds)));
  policy.setNOutOf(outOf);
  return policy;
}

function peerPrincipal(mspId: string): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(msp.MSPRole.MSPRoleType.PEER);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}
