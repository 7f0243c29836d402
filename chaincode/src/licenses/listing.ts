import type {
  ListByTypeRequest,
  ListLicensesResult,
  ListTypesRequest,
  ListTypesResult,
  TraceRequest,
  TraceResult,
} from '@shengjing/core';
import { KEY_KINDS, licenseParts } from '../ledger/keys';
import { readPage } from '../ledger/page';
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
