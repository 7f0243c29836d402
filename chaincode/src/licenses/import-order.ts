import {
  CodedError,
  importHoldersSchema,
  importPrivateSchema,
  parseRequest,
  toCanonicalJson,
  TRANSIENT_HOLDER,
  TRANSIENT_PRIVATE,
  type ImportLicensesRequest,
} from '@shengjing/core';
import type { Stub } from '../ledger/stub';
import { readTransient } from '../ledger/transient';
import type { LicenseOrder } from './license-order';

/** Longest transient part of a batch, in UTF-16 code units. */
const MAX_LENGTH = 4_194_304;

/** A batch as it was asked for. Personal data. */
export interface ImportOrder {
  readonly request: ImportLicensesRequest;
  /** Each license of the batch, in its order. */
  readonly orders: readonly LicenseOrder[];
}

/**
 * Reads the transient parts of a batch.
 *
 * @throws CodedError INVALID_INPUT.
 */
export function readImportOrder(stub: Stub, request: ImportLicensesRequest): ImportOrder {
  const read = (name: string): string => readTransient(stub, name);
  const privates = parseRequest(importPrivateSchema, read(TRANSIENT_PRIVATE), { maxLength: MAX_LENGTH });
  const holders = parseRequest(importHoldersSchema, read(TRANSIENT_HOLDER), { maxLength: MAX_LENGTH });
  const { type, issuer, items } = request;
  const orders = items.map((item, index): LicenseOrder => {
    const privatePart = at(privates, index, TRANSIENT_PRIVATE, items.length);
    const mapping = at(holders, index, TRANSIENT_HOLDER, items.length);
    return { request: { ...item, type, issuer }, private: privatePart, privateText: toCanonicalJson(privatePart), mapping };
  });
  return { request, orders };
}

/** What makes two batches the same; the holders' references are left out as they are of an issue. */
export function bodyOfImport({ request, orders }: ImportOrder): Readonly<Record<string, unknown>> {
  const items = request.items.map((item) => ({ ...item, holderRef: undefined }));
  return {
    transaction: 'license:importLicenses',
    request: { ...request, items },
    private: orders.map((order) => order.private),
  };
}

function at<Part>(parts: readonly Part[], index: number, name: string, size: number): Part {
  const part = parts[index];
  if (part === undefined || parts.length !== size) {
    throw new CodedError('INVALID_INPUT', { issues: [{ path: `transient.${name}`, issue: 'not-as-many' }] });
  }
  return part;
}
