import {
  CodedError,
  isDayOver,
  OPERATION_ISSUE,
  type Change,
  type ImportLicensesResult,
  type LicenseRecord,
  type LicenseTypeRecord,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { HolderKey } from '../configuration/holder-key';
import type { Effects } from '../ledger/effects';
import type { Stub } from '../ledger/stub';
import { assertEffectiveTime } from './effective-time';
import { assertHolder, writeHolder } from './holder-mapping';
import type { ImportOrder } from './import-order';
import { assertSerialImpersonal, type LicenseOrder } from './license-order';
import { assertHandleUnused, writeLicensePrivate } from './license-private';
import { hasLicense } from './license-version';
import { newBeginning, newLicense } from './new-license';
import { assertFitsType } from './personal-parts';

type ItemResult = ImportLicensesResult['items'][number];
type SkipCode = 'LICENSE_EXISTS' | 'TYPE_NOT_IN_FORCE';

/**
 * Asserts that every license of a batch is one of the type from before now, each with a handle of its own.
 *
 * @throws CodedError INVALID_INPUT, EFFECTIVE_TIME_INVALID, ISSUER_NOT_ENTITLED, HOLDER_KIND_NOT_ALLOWED,
 * ATTRIBUTE_UNKNOWN, ATTRIBUTE_MISSING or ATTRIBUTE_INVALID.
 */
export function assertBatchFits(stub: Stub, { type }: LicenseTypeRecord, { request, orders }: ImportOrder): void {
  for (const [index, order] of orders.entries()) {
    assertEffectiveTime(stub, order.request.effectiveAt);
    assertSerialImpersonal(order, `items.${String(index)}.serial`);
    assertFitsType(type, request.issuer, order);
  }
  if (new Set(orders.map((order) => order.private.handle)).size < orders.length) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: 'transient.private', issue: 'duplicate' }] });
  }
}

/**
 * Imports the licenses of a batch that the ledger does not have. One that took effect after the end of the type is
 * skipped too, which is recorded; one from before the type began is as it should be.
 *
 * @throws CodedError INVALID_INPUT, HOLDER_MISMATCH, HOLDER_KEY_MISMATCH or HOLDER_KEY_UNAVAILABLE.
 */
export async function importBatch(
  stub: Stub,
  official: Official,
  type: LicenseTypeRecord,
  order: ImportOrder,
  key: HolderKey | undefined,
): Promise<Effects> {
  const skips = await findSkips(stub, type, order);
  const imported = order.orders.filter(({ request: { serial } }) => !skips.has(serial));
  assertOneHolderEach(imported);
  for (const license of imported) {
    await assertHolder(stub, license.request.holderRef, license, key);
    await assertHandleUnused(stub, official.mspId, license.private.handle);
  }
  await writePrivateParts(stub, official, imported);
  return newImport(stub, official, type, order, imported, skips);
}

/** Why licenses of a batch are not imported, by their serial numbers. */
async function findSkips(stub: Stub, { type }: LicenseTypeRecord, { orders }: ImportOrder): Promise<Map<string, SkipCode>> {
  const skips = new Map<string, SkipCode>();
  for (const { request } of orders) {
    if (await hasLicense(stub, request)) {
      skips.set(request.serial, 'LICENSE_EXISTS');
    } else if (isDayOver(type.inForceUntil, request.effectiveAt)) {
      skips.set(request.serial, 'TYPE_NOT_IN_FORCE');
    }
  }
  return skips;
}

/** Reads do not see what the transaction has written, so a batch is compared with itself. */
function assertOneHolderEach(orders: readonly LicenseOrder[]): void {
  const byKey = new Map<string, string>();
  const byReference = new Map<string, string>();
  for (const { request, mapping } of orders) {
    const value = byKey.get(mapping.key) ?? mapping.value;
    const key = byReference.get(request.holderRef) ?? mapping.key;
    if (value !== mapping.value || key !== mapping.key) {
      throw new CodedError('HOLDER_MISMATCH');
    }
    byKey.set(mapping.key, value);
    byReference.set(request.holderRef, key);
  }
}

async function writePrivateParts(stub: Stub, { mspId }: Official, orders: readonly LicenseOrder[]): Promise<void> {
  for (const order of orders) {
    await writeLicensePrivate(stub, mspId, order);
  }
  for (const [holderRef, order] of new Map(orders.map((each) => [each.request.holderRef, each]))) {
    await writeHolder(stub, holderRef, order);
  }
}

function newImport(
  stub: Stub,
  official: Official,
  type: LicenseTypeRecord,
  { request, orders }: ImportOrder,
  imported: readonly LicenseOrder[],
  skips: ReadonlyMap<string, SkipCode>,
): Effects {
  const beginnings = imported.map((order) => {
    const license = newLicense(stub, official, type, order, { provenance: 'imported', importedFrom: request.source });
    return { license, ...newBeginning(stub, official, license, order.private.handle, { operation: OPERATION_ISSUE }) };
  });
  const results = new Map<string, ItemResult>([
    ...[...skips].map(([serial, code]) => [serial, { outcome: 'skipped', serial, code }] as const),
    ...beginnings.map(({ license: { serial, identifier } }) => [serial, { outcome: 'imported', identifier }] as const),
  ]);
  return {
    creates: beginnings.flatMap(({ creates }) => creates),
    references: beginnings.flatMap(({ references }) => references),
    changes: beginnings.map(({ license }) => newChange(license)),
    outcome: {
      schema: 'import-result/1',
      items: orders.flatMap(({ request: { serial } }) => results.get(serial) ?? []),
      txId: stub.getTxID(),
    },
  };
}

function newChange({ identifier, type, issuer, serial, version }: LicenseRecord): Change {
  return { kind: 'license-imported', identifier, type, issuer, serial, version };
}
