import {
  isDayOver,
  parseLicenseIdentifier,
  type LicenseKey,
  type LicenseRecord,
  type LicenseTypeRecord,
  type RecordedRefusalCode,
  type TransferInRequest,
} from '@shengjing/core';
import type { Official } from '../access/authorise';
import type { HolderKey } from '../configuration/holder-key';
import type { Effects } from '../ledger/effects';
import { transferKey } from '../ledger/keys';
import type { LicenseVersionRecord, TransferRecord } from '../ledger/records';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { readTransactionTime } from '../ledger/transaction-time';
import { OPERATION_TRANSFER_IN, STATUS_TRANSFERRED_OUT } from './codes';
import { assertEffectiveTime } from './effective-time';
import { assertNotErased } from './erased-holder';
import { giveToParties } from './give-to-parties';
import { newDone, newRefusedOperation } from './license-operation';
import { assertSerialImpersonal, type LicenseOrder } from './license-order';
import { loadType } from './license-type';
import { assertLicenseAbsent, loadVersion } from './license-version';
import { newBeginning, newLicense } from './new-license';
import { assertFitsType } from './personal-parts';

/** The license that has taken over from one that was transferred out, or undefined. */
export function findSuccessor(stub: Stub, license: LicenseKey): Promise<TransferRecord | undefined> {
  return readState(stub, transferKey(stub, license), 'transfer/1');
}

/** All that a transfer is taken up with. Personal data. */
interface TransferOrder extends LicenseOrder {
  readonly request: LicenseOrder['request'] & Pick<TransferInRequest, 'previous'>;
}

/**
 * Decides whether an organisation takes over a license that another has transferred out: done with its private values
 * written, or refused on business grounds. As with a change, licenses of the type need not be issued any more.
 *
 * @throws CodedError TYPE_NOT_FOUND, LICENSE_NOT_FOUND, EFFECTIVE_TIME_INVALID, ISSUER_NOT_ENTITLED,
 * HOLDER_KIND_NOT_ALLOWED, ATTRIBUTE_UNKNOWN, ATTRIBUTE_MISSING, ATTRIBUTE_INVALID, LICENSE_EXISTS, HOLDER_ERASED,
 * HOLDER_MISMATCH, HOLDER_KEY_MISMATCH, HOLDER_KEY_UNAVAILABLE or INVALID_INPUT.
 */
export async function decideTransferIn(
  stub: Stub,
  official: Official,
  order: TransferOrder,
  key: HolderKey | undefined,
): Promise<Effects> {
  const { request } = order;
  const type = await loadType(stub, request.type);
  const previous = await loadVersion(stub, request.previous);
  assertEffectiveTime(stub, request.effectiveAt, previous.license.lastEffectiveAt);
  assertSerialImpersonal(order);
  assertFitsType(type.type, request.issuer, order);
  const refusal = await findTransferRefusal(stub, official, previous, order);
  if (refusal !== undefined) {
    return newRefusedOperation(stub, request.previous, OPERATION_TRANSFER_IN, refusal);
  }
  await assertLicenseAbsent(stub, request);
  await assertNotErased(stub, request.holderRef);
  await giveToParties(stub, official, request.holderRef, order, key);
  return newTransferIn(stub, official, type, previous.license, order);
}

/** Why an organisation cannot take a license over with an order, or undefined. */
async function findTransferRefusal(
  stub: Stub,
  { division }: Official,
  { license }: LicenseVersionRecord,
  { request }: TransferOrder,
): Promise<RecordedRefusalCode | undefined> {
  const isOffered = license.status === STATUS_TRANSFERRED_OUT && license.transferTo === division;
  if (!isOffered || license.type !== request.type || license.holderRef !== request.holderRef) {
    return 'TRANSFER_NOT_OFFERED';
  }
  if ((await findSuccessor(stub, license)) !== undefined) {
    return 'TRANSFER_TAKEN';
  }
  return isDayOver(license.validUntil, readTransactionTime(stub)) ? 'VALIDITY_ENDED' : undefined;
}

/**
 * The license that takes over, of the same provenance. The keys of the old one stay as they are, since a change of
 * them would need its district; a key of its own says that the transfer is completed.
 */
function newTransferIn(
  stub: Stub,
  official: Official,
  type: LicenseTypeRecord,
  { provenance, importedFrom }: LicenseRecord,
  order: TransferOrder,
): Effects {
  const { previous } = order.request;
  const license = newLicense(stub, official, type, order, { previous, provenance, importedFrom });
  const { identifier, txId } = license;
  const details = { operation: OPERATION_TRANSFER_IN, previous };
  const { creates, references } = newBeginning(stub, official, license, order.private.handle, details);
  const taken = transferKey(stub, parseLicenseIdentifier(previous));
  return {
    creates: [...creates, [taken, { schema: 'transfer/1', identifier, txId }]],
    references,
    ...newDone(stub, license, details),
  };
}
