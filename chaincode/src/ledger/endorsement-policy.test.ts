import { common, msp } from '@hyperledger/fabric-protos';
import { CITY, DISTRICTS } from '@shengjing/core';
import { newEndorsementPolicy } from './endorsement-policy';

describe('key-level endorsement policy', () => {
  it.each<[string, string[], boolean]>([
    ['HepingMSP', ['CityMSP', 'HepingMSP'], true],
    ['HepingMSP', ['CityMSP', 'HunnanMSP', 'XinminMSP'], true],
    ['HepingMSP', ['CityMSP', 'HunnanMSP'], false],
    ['HepingMSP', ['CityMSP'], false],
    ['HepingMSP', ['HepingMSP'], false],
    ['HepingMSP', DISTRICTS.map(({ mspId }) => mspId), false],
    ['CityMSP', ['CityMSP'], true],
    ['CityMSP', DISTRICTS.map(({ mspId }) => mspId), false],
  ])('of a record of %s with the endorsements of %j: %s', (owner, endorsers, expected) => {
    const envelope = decode(owner);
    const mspIds = envelope.getIdentitiesList().map(toMspId);
    expect(isSatisfied(envelope.getRule(), mspIds, endorsers)).toBe(expected);
  });

  it('names the city and all thirteen districts, each once, by their peers', () => {
    const principals = decode('HunnanMSP').getIdentitiesList();
    expect(principals.map(toMspId).sort()).toEqual([CITY, ...DISTRICTS].map(({ mspId }) => mspId).sort());
    expect(new Set(principals.map((principal) => toRole(principal).getRole()))).toEqual(new Set([3]));
  });

  it('has the same bytes each time it is made', () => {
    expect(newEndorsementPolicy('HepingMSP')).toEqual(newEndorsementPolicy('HepingMSP'));
  });
});

function decode(owner: string): common.SignaturePolicyEnvelope {
  return common.SignaturePolicyEnvelope.deserializeBinary(newEndorsementPolicy(owner));
}

function toRole(principal: msp.MSPPrincipal): msp.MSPRole {
  return msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
}

function toMspId(principal: msp.MSPPrincipal): string {
  return toRole(principal).getMspIdentifier();
}

/** Judges the rule as a validating peer does. */
function isSatisfied(rule: common.SignaturePolicy | undefined, mspIds: string[], endorsers: string[]): boolean {
  const nOutOf = rule?.getNOutOf();
  if (nOutOf === undefined) {
    return endorsers.includes(mspIds[rule?.getSignedBy() ?? -1] ?? '');
  }
  return nOutOf.getRulesList().filter((part) => isSatisfied(part, mspIds, endorsers)).length >= nOutOf.getN();
}
