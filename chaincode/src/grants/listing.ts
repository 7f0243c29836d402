import type {
  GetGrantRequest,
  GetGrantResult,
  ListGrantsRequest,
  ListGrantsResult,
  ListUsesRequest,
  ListUsesResult,
} from '@shengjing/core';
import { KEY_KINDS, licenseParts } from '../ledger/keys';
import { readPage } from '../ledger/page';
import type { Stub } from '../ledger/stub';
import { loadVersion } from '../licenses/license-version';
import { findWithdrawal, loadGrant } from './grant';
import { countUses } from './slots';

/**
 * A grant and what became of it.
 *
 * @throws CodedError GRANT_NOT_FOUND.
 */
export async function readGrantState(stub: Stub, request: GetGrantRequest): Promise<GetGrantResult> {
  const grant = await loadGrant(stub, request);
  const withdrawal = (await findWithdrawal(stub, grant.grantId)) ?? null;
  return { schema: 'grant-state/1', grant, withdrawal, used: await countUses(stub, grant) };
}

/**
 * A page of the grants of a license, through all its versions.
 *
 * @throws CodedError LICENSE_NOT_FOUND.
 */
export async function listGrants(stub: Stub, request: ListGrantsRequest): Promise<ListGrantsResult> {
  const { license } = await loadVersion(stub, request.identifier);
  const page = await readPage(stub, { kind: KEY_KINDS.grant, parts: licenseParts(license) }, request, 'grant/1');
  return { schema: 'grant-page/1', ...page };
}

/**
 * A page of the uses of a license and of those that were refused, the oldest first, through all its versions.
 *
 * @throws CodedError LICENSE_NOT_FOUND.
 */
export async function listUses(stub: Stub, request: ListUsesRequest): Promise<ListUsesResult> {
  const { license } = await loadVersion(stub, request.identifier);
  const page = await readPage(stub, { kind: KEY_KINDS.use, parts: licenseParts(license) }, request, 'use/1');
  return { schema: 'use-page/1', ...page };
}
