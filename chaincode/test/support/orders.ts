import { randomBytes } from 'node:crypto';
import {
  CITY,
  computeResidentIdCheck,
  newDigests,
  toCanonicalJson,
  type FindHolderResult,
  type Holder,
  type HolderMapping,
  type IssueRequest,
  type LicensePrivate,
} from '@shengjing/core';
import type { LedgerCall, LedgerClient } from './ledger-client';
import type { Operator } from './operators';
import { TYPE } from './license-types';

/** What an order may differ in. */
export interface OrderChanges {
  readonly request?: Partial<IssueRequest>;
  readonly holder?: Holder;
  /** Value of the one attribute. */
  readonly address?: string;
}

/** What is private about a license, with the reference of its holder. */
interface PersonalParts {
  readonly holderRef: string;
  readonly transient: Readonly<Record<string, string>>;
}

const ADDRESS = '三好街一百号二层';

let people = 0;

/** A person whom nobody knows yet; nobody alive has such a number. */
export function newPerson(): Holder {
  people += 1;
  const body = `21010218800307${String(people).padStart(3, '0')}`;
  return { kind: 'person', idType: 'resident-id', idNumber: `${body}${computeResidentIdCheck(body)}`, name: '关山月' };
}

/** Finds a holder as an issuer's gateway would. */
export async function findHolder(client: LedgerClient, operator: Operator, { idType, idNumber }: Holder): Promise<FindHolderResult> {
  const transient = { holder: toCanonicalJson({ idType, idNumber }) };
  return await client.evaluate({ operator, name: 'license:findHolder', request: {}, transient, endorsers: [CITY.mspId] });
}

/** The transient parts of a license or a version of one for a holder, as a gateway would put them together. */
export async function newPersonalParts(
  client: LedgerClient,
  operator: Operator,
  holder: Holder,
  address = ADDRESS,
): Promise<PersonalParts> {
  const mapping = toMapping(holder, await findHolder(client, operator, holder));
  const { holderRef } = JSON.parse(mapping.value) as { holderRef: string };
  return { holderRef, transient: { private: toCanonicalJson(newPrivate(holder, address)), holder: toCanonicalJson(mapping) } };
}

/** An issue in the name of a department, endorsed by the city and the operator's organisation, put together as a gateway would. */
export async function newIssueCall(
  client: LedgerClient,
  operator: Operator,
  issuer: string,
  { request = {}, holder = newPerson(), address = ADDRESS }: OrderChanges = {},
): Promise<LedgerCall<'license:issue'>> {
  const { holderRef, transient } = await newPersonalParts(client, operator, holder, address);
  return {
    operator,
    name: 'license:issue',
    request: { ...newRequest(issuer), holderRef, ...request },
    transient,
    endorsers: [CITY.mspId, operator.mspId],
  };
}

function toMapping({ idType, idNumber }: Holder, { key, keyVersion, value }: FindHolderResult): HolderMapping {
  const created = toCanonicalJson({ schema: 'holder/1', holderRef: hex(16), idType, idNumber, salt: hex(16) });
  return { schema: 'holder-mapping/1', key, keyVersion, value: value ?? created, known: value !== null };
}

function newRequest(issuer: string): Omit<IssueRequest, 'holderRef'> {
  return {
    requestId: `request-${hex(12)}`,
    type: TYPE.code,
    issuer,
    serial: hex(8).toUpperCase(),
    validFrom: '2026-06-15',
    validUntil: null,
    effectiveAt: new Date().toISOString(),
    fileDigests: newDigests('a license file'),
  };
}

function newPrivate(holder: Holder, address: string): LicensePrivate {
  return {
    schema: 'license-private/1',
    handle: hex(16),
    salt: hex(32),
    holder,
    attributes: [{ name: '经营场所', type: 'text', value: address, salt: hex(16) }],
  };
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
