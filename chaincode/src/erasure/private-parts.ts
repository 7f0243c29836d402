import { CITY } from '@shengjing/core';
import { KEY_KINDS, licenseParts } from '../ledger/keys';
import { readRange } from '../ledger/page';
import { holdsPrivate, implicitCollection } from '../ledger/private-data';
import type { Stub } from '../ledger/stub';

/** The private part of one version of a license. */
export interface PrivatePart {
  /** Organisation of the license. */
  readonly mspId: string;
  /** Key in the collections of the parties. */
  readonly handle: string;
}

/** The private parts that there ever were of a holder's licenses, all versions, whoever still keeps them. */
export async function listPrivateParts(stub: Stub, holderRef: string): Promise<PrivatePart[]> {
  const parts: PrivatePart[] = [];
  for (const license of await readRange(stub, { kind: KEY_KINDS.byHolder, parts: [holderRef] }, 'license-reference/1')) {
    const versions = { kind: KEY_KINDS.version, parts: licenseParts(license) };
    for (const version of await readRange(stub, versions, 'license-version/2')) {
      parts.push({ mspId: version.license.mspId, handle: version.privateHandle });
    }
  }
  return parts;
}

/** Those of the private parts that an organisation still keeps; every peer knows. */
export async function listKept(stub: Stub, mspId: string, parts: readonly PrivatePart[]): Promise<PrivatePart[]> {
  const kept: PrivatePart[] = [];
  for (const part of parts) {
    if (await holdsPrivate(stub, implicitCollection(mspId), part.handle)) {
      kept.push(part);
    }
  }
  return kept;
}

/** The organisations that were given private parts: the city first. */
export function partiesTo(parts: readonly PrivatePart[]): string[] {
  return [...new Set([CITY.mspId, ...parts.map(({ mspId }) => mspId)])];
}
