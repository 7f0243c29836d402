import { CodedError, isTypeInForce, type IssueRequest, type LicenseType } from '@shengjing/core';
import type { PersonalParts } from './personal-parts';

/** The public part of a request that makes a license. */
export type NewLicenseRequest = Omit<IssueRequest, 'requestId'>;

/** All that a new license is asked with. Personal data. */
export interface LicenseOrder extends PersonalParts {
  readonly request: NewLicenseRequest;
}

/**
 * What makes two requests for a new license the same. The holder's reference is left out: a client that repeats a
 * request after the holder became known sends the reference that it found.
 *
 * @param transaction - Name of the transaction.
 */
export function bodyOfOrder(transaction: string, order: LicenseOrder): Readonly<Record<string, unknown>> {
  return { transaction, request: { ...order.request, holderRef: undefined }, private: order.private };
}

/**
 * Asserts that the serial number, which is public, does not hold the identity number of the person who is the holder.
 *
 * @param path - Where the serial number is in the request.
 * @throws CodedError INVALID_INPUT.
 */
export function assertSerialImpersonal({ request, private: { holder } }: LicenseOrder, path = 'serial'): void {
  if (holder.kind === 'person' && request.serial.includes(holder.idNumber)) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path, issue: 'holds-identity-number' }] });
  }
}

/** Whether licenses of the type are issued both when the issue takes effect and when it is recorded. */
export function isInForce(type: LicenseType, effectiveAt: string, recordedAt: string): boolean {
  return [effectiveAt, recordedAt].every((instant) => isTypeInForce(type, instant));
}
