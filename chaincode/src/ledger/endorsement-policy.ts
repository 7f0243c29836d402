import { CITY, DISTRICTS } from '@shengjing/core';
import { allOf, anyOf, encodeSignaturePolicy, type EndorsementRule } from './signature-policy';

const SUCCESSORS = 2;

/**
 * Who must endorse a change of a record, as bytes of a key-level policy. Records of the city: the city. Records of a
 * district: the city with that district or, so that a district that disappears cannot freeze its records for ever,
 * with two others. Districts that have not joined yet are named too, because a key-level policy names organisations
 * literally and is not repaired by a configuration update.
 *
 * @param mspId - Organisation that the record belongs to.
 */
export function newEndorsementPolicy(mspId: string): Uint8Array {
  return encodeSignaturePolicy(mspId === CITY.mspId ? peerOf(CITY.mspId) : newDistrictRule(mspId));
}

function newDistrictRule(mspId: string): EndorsementRule {
  const others = DISTRICTS.filter((district) => district.mspId !== mspId).map((district) => peerOf(district.mspId));
  return allOf(peerOf(CITY.mspId), anyOf(peerOf(mspId), { n: SUCCESSORS, outOf: others }));
}

function peerOf(mspId: string): EndorsementRule {
  return { peerOf: mspId };
}
