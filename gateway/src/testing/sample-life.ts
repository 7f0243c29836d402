import { newDigests, type ResultOf, toCanonicalJson, type TransactionName } from '@shengjing/core';

import type { SubmitOutcome } from './fake-fabric';
import { IDENTIFIER, LOOKUP, NAME, ORDER, TX, TYPE } from './sample-order';
import { newLicenseRecord } from './sample-records';
import type { TestGateway } from './test-gateway';
import { DEPARTMENT } from './test-issuer';

/** The version after the first of the sample's license. */
export const SECOND_VERSION = IDENTIFIER.replace(/\.001\.B$/u, '.002.9');

/** A holder's random name. */
export const HOLDER_REF = 'ef'.repeat(16);

/** Digests of some document. */
export const DIGESTS = newDigests('a document');

/** An instant in the past. */
export const EFFECTIVE_AT = '2026-02-01T00:00:00.000Z';

/** What the city keeps of a holder whom it knows. */
export const KNOWN = {
  ...LOOKUP,
  value: toCanonicalJson({
    schema: 'holder/1',
    holderRef: HOLDER_REF,
    idType: ORDER.holder.idType,
    idNumber: ORDER.holder.idNumber,
    salt: '12'.repeat(32),
  }),
};

/** The private part of the sample's license. */
export const PRIVATE = {
  schema: 'license-private-view/1',
  identifier: IDENTIFIER,
  holder: { ...ORDER.holder, name: NAME },
  attributes: ['主体业态', '经营场所', '有效期至'].map((name, index) => ({
    name,
    type: 'text',
    value: `${name}的值`,
    salt: String(index).repeat(32),
  })),
};

/** A verification that decides nothing. */
export const VERIFICATION = {
  schema: 'verification/1',
  verdicts: ['identifier', 'existence', 'issuer', 'integrity', 'seal', 'status', 'status-at'].map((name) => ({
    name,
    verdict: 'not-checked',
    code: 'UNDECIDED',
  })),
  ledger: { channel: 'shenyang', chaincode: 'city-services' },
  at: EFFECTIVE_AT,
};

/** The public record of the sample's license. */
export const LICENSE = newLicenseRecord({
  serial: 'M6GOUNY4WA17WWHA',
  holderRef: HOLDER_REF,
  attributeRoots: DIGESTS,
  attributeCount: PRIVATE.attributes.length,
});

/** A definition of the sample's license type. */
export const TYPE_DEFINITION = {
  code: TYPE,
  name: { zh: '食品经营许可证', en: 'Food business license' },
  holderKinds: ['enterprise'],
  issuers: [DEPARTMENT],
  attributes: [{ name: '经营场所', label: { zh: '经营场所', en: 'Place' }, type: 'text', required: true }],
  inForceFrom: '2020-01-01',
  inForceUntil: null,
};

/** A ledger that answers reads with samples and commits every write with this result. */
export function committing<Name extends TransactionName>(gateway: TestGateway, result: ResultOf<Name> | object): void {
  const answers: Readonly<Record<string, unknown>> = { 'license:findHolder': LOOKUP, 'license:getPrivate': PRIVATE };
  gateway.fabric.onEvaluate = ({ transaction }) => answers[transaction];
  gateway.fabric.onSubmit = (): SubmitOutcome => ({ outcome: 'committed', txId: TX, blockNumber: 3, result });
}
