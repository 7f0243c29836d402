import {
  assertAttributesMatch,
  CodedError,
  holderMappingSchema,
  isTypeInForce,
  licensePrivateSchema,
  parseRequest,
  TRANSIENT_HOLDER,
  TRANSIENT_PRIVATE,
  type HolderMapping,
  type IssueRequest,
  type LicensePrivate,
  type LicenseType,
} from '@shengjing/core';
import type { Stub } from '../ledger/stub';
import { readTransient } from '../ledger/transient';

/** All that the issue of a license was asked with. Personal data. */
export interface IssueOrder {
  readonly request: IssueRequest;
  readonly private: LicensePrivate;
  /** The private part as the canonical JSON that is stored. */
  readonly privateText: string;
  readonly mapping: HolderMapping;
}

/**
 * Reads the transient parts of an issue.
 *
 * @throws CodedError INVALID_INPUT.
 */
export function readIssueOrder(stub: Stub, request: IssueRequest): IssueOrder {
  const privateText = readTransient(stub, TRANSIENT_PRIVATE);
  return {
    request,
    private: parseRequest(licensePrivateSchema, privateText, { canonical: true }),
    privateText,
    mapping: parseRequest(holderMappingSchema, readTransient(stub, TRANSIENT_HOLDER)),
  };
}

/**
 * What makes two issues the same. The holder's reference is left out: a client that repeats a request after the holder
 * became known sends the reference that it found.
 */
export function bodyOfIssue({ request, private: privatePart }: IssueOrder): Readonly<Record<string, unknown>> {
  return { transaction: 'license:issue', request: { ...request, holderRef: undefined }, private: privatePart };
}

/**
 * Asserts that the order is one for a license of this type.
 *
 * @throws CodedError ISSUER_NOT_ENTITLED, HOLDER_KIND_NOT_ALLOWED, ATTRIBUTE_UNKNOWN, ATTRIBUTE_MISSING or
 * ATTRIBUTE_INVALID.
 */
export function assertOrderFits(type: LicenseType, order: IssueOrder): void {
  if (!type.issuers.includes(order.request.issuer)) {
    throw new CodedError('ISSUER_NOT_ENTITLED');
  }
  if (!type.holderKinds.includes(order.private.holder.kind)) {
    throw new CodedError('HOLDER_KIND_NOT_ALLOWED', { allowed: type.holderKinds });
  }
  assertAttributesMatch(type, order.private.attributes);
}

/** Whether licenses of the type are issued both when the issue takes effect and when it is recorded. */
export function isInForce(type: LicenseType, { effectiveAt }: IssueRequest, recordedAt: string): boolean {
  return [effectiveAt, recordedAt].every((instant) => isTypeInForce(type, instant));
}
