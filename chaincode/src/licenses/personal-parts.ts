import {
  assertAttributesMatch,
  CodedError,
  holderMappingSchema,
  newLicensePrivateSchema,
  parseRequest,
  TRANSIENT_HOLDER,
  TRANSIENT_PRIVATE,
  type HolderMapping,
  type LicensePrivate,
  type LicenseType,
} from '@shengjing/core';
import type { Stub } from '../ledger/stub';
import { readTransient } from '../ledger/transient';

/** What travels as transient data when a license or a new version of one is made. Personal data. */
export interface PersonalParts {
  readonly private: LicensePrivate;
  /** The private part as the canonical JSON that is stored. */
  readonly privateText: string;
  readonly mapping: HolderMapping;
}

/**
 * Reads the transient parts.
 *
 * @throws CodedError INVALID_INPUT.
 */
export function readPersonalParts(stub: Stub): PersonalParts {
  const privateText = readTransient(stub, TRANSIENT_PRIVATE);
  return {
    private: parseRequest(newLicensePrivateSchema, privateText, { canonical: true }),
    privateText,
    mapping: parseRequest(holderMappingSchema, readTransient(stub, TRANSIENT_HOLDER)),
  };
}

/**
 * Asserts that a department can give a license of this type to this holder with these attributes.
 *
 * @param issuer - USCC of the department.
 * @throws CodedError ISSUER_NOT_ENTITLED, HOLDER_KIND_NOT_ALLOWED, ATTRIBUTE_UNKNOWN, ATTRIBUTE_MISSING or
 * ATTRIBUTE_INVALID.
 */
export function assertFitsType(type: LicenseType, issuer: string, { private: { holder, attributes } }: PersonalParts): void {
  if (!type.issuers.includes(issuer)) {
    throw new CodedError('ISSUER_NOT_ENTITLED');
  }
  if (!type.holderKinds.includes(holder.kind)) {
    throw new CodedError('HOLDER_KIND_NOT_ALLOWED', { allowed: type.holderKinds });
  }
  assertAttributesMatch(type, attributes);
}
