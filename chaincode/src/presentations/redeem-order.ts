import {
  CodedError,
  parseRequest,
  sha256Hex,
  shownPresentationSchema,
  TRANSIENT_SHOWN,
  type PresentationRecord,
  type RedeemRequest,
  type ShownPresentation,
  type VerifyRequest,
} from '@shengjing/core';
import type { Stub } from '../ledger/stub';
import { readTransient } from '../ledger/transient';

/** All that a redemption was asked with. Personal data. */
export interface RedeemOrder {
  readonly request: RedeemRequest;
  readonly shown: ShownPresentation;
  /** What was shown as the canonical JSON that the presentation was made for. */
  readonly shownText: string;
}

/**
 * Reads what was scanned, from the transient map.
 *
 * @throws CodedError INVALID_INPUT.
 */
export function readRedeemOrder(stub: Stub, request: RedeemRequest): RedeemOrder {
  const shownText = readTransient(stub, TRANSIENT_SHOWN);
  return { request, shown: parseRequest(shownPresentationSchema, shownText, { canonical: true }), shownText };
}

/** What makes two redemptions the same; the secret code in it keeps its digests from being tried out. */
export function bodyOfRedeem({ request, shown }: RedeemOrder): Readonly<Record<string, unknown>> {
  return { transaction: 'presentation:redeem', request, shown };
}

/**
 * Asserts that exactly this was presented.
 *
 * @throws CodedError PRESENTATION_INVALID.
 */
export function assertShown({ shown, shownText }: RedeemOrder, presentation: PresentationRecord): void {
  const isPresented =
    sha256Hex(shown.code) === presentation.codeHash &&
    sha256Hex(shownText) === presentation.shownHash &&
    shown.identifier === presentation.identifier;
  if (!isPresented) {
    throw new CodedError('PRESENTATION_INVALID');
  }
}

/** The verification of what was shown. */
export function toVerifyRequest({ shown: { identifier, attributes } }: RedeemOrder): VerifyRequest {
  return attributes.length === 0 ? { identifier } : { identifier, attributes };
}
