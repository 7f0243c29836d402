import type {
  LicenseRecord,
  ListByHolderRequest,
  ListByIssuerRequest,
  ListByStatusRequest,
  ListByTypeRequest,
  ListLicensesResult,
  ListTypesRequest,
  ListTypesResult,
  TraceRequest,
  TraceResult,
} from '@shengjing/core';
import { KEY_KINDS, licenseKey, licenseParts } from '../ledger/keys';
import { readPage, type KeyRange, type PageRequest } from '../ledger/page';
import type { LicenseReferenceRecord } from '../ledger/records';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { loadVersion } from './license-version';

/** A page of the registered license types, by code. */
export async function listTypes(stub: Stub, request: ListTypesRequest): Promise<ListTypesResult> {
  const page = await readPage(stub, { kind: KEY_KINDS.type, parts: [] }, request, 'license-type/1');
  return { schema: 'license-type-page/1', ...page };
}

/** A page of the current versions of a type's licenses, by issuer and serial. */
export async function listLicenses(stub: Stub, request: ListByTypeRequest): Promise<ListLicensesResult> {
  const page = await readPage(stub, { kind: KEY_KINDS.license, parts: [request.type] }, request, 'license/2');
  return { schema: 'license-page/2', ...page };
}

/** A page of the current versions of an issuer's licenses, by type and serial. */
export function listOfIssuer(stub: Stub, request: ListByIssuerRequest): Promise<ListLicensesResult> {
  return listReferred(stub, { kind: KEY_KINDS.byIssuer, parts: [request.issuer] }, request);
}

/** A page of the current versions of a holder's licenses, by type, issuer and serial. */
export function listOfHolder(stub: Stub, request: ListByHolderRequest): Promise<ListLicensesResult> {
  return listReferred(stub, { kind: KEY_KINDS.byHolder, parts: [request.holderRef] }, request);
}

/** A page of the licenses whose current version has a status, by type, issuer and serial. */
export function listOfStatus(stub: Stub, request: ListByStatusRequest): Promise<ListLicensesResult> {
  return listReferred(stub, { kind: KEY_KINDS.byStatus, parts: [request.status] }, request);
}

/**
 * A page of the steps in the life of a license, the oldest first, through all its versions.
 *
 * @throws CodedError LICENSE_NOT_FOUND.
 */
export async function traceLicense(stub: Stub, request: TraceRequest): Promise<TraceResult> {
  const { license } = await loadVersion(stub, request.identifier);
  const page = await readPage(stub, { kind: KEY_KINDS.step, parts: licenseParts(license) }, request, 'license-step/2');
  return { schema: 'license-trace/2', ...page };
}

async function listReferred(stub: Stub, range: KeyRange, request: PageRequest): Promise<ListLicensesResult> {
  const { items: references, bookmark } = await readPage(stub, range, request, 'license-reference/1');
  const items: LicenseRecord[] = [];
  for (const reference of references) {
    items.push(await loadReferred(stub, reference));
  }
  return { schema: 'license-page/2', items, bookmark };
}

/** @throws Error when an entry leads nowhere: the state is not what the contract has written. */
async function loadReferred(stub: Stub, reference: LicenseReferenceRecord): Promise<LicenseRecord> {
  const license = await readState(stub, licenseKey(stub, reference), 'license/2');
  if (license === undefined) {
    throw new Error('an entry of a list leads to no license');
  }
  return license;
}
