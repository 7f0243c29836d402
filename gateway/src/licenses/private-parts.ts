import {
  type Attribute,
  type FindHolderResult,
  type Holder,
  type HolderMapping,
  type HolderValue,
  holderValueSchema,
  type LicensePrivate,
  parseRequest,
  toCanonicalJson,
  TRANSIENT_HOLDER,
  TRANSIENT_PRIVATE,
} from '@shengjing/core';

import type { TransientValues } from '../ledger';
import type { RequestRandomness } from '../outbox';

const REFERENCE_BYTES = 16;
const SALT_BYTES = 32;
const ATTRIBUTE_SALT_BYTES = 16;

/** What only the parties see of a license. */
export interface PrivateParts {
  readonly holderRef: string;
  readonly private: LicensePrivate;
  readonly holder: HolderMapping;
}

/** What a service hall tells of a license that only its parties may see. */
export interface PrivateContent {
  readonly holder: Holder;
  readonly attributes: readonly Attribute[];
}

/**
 * Puts the private parts of a license together.
 * @param lookup - What the city knows of the holder.
 * @param place - Place of the license in its request, when the request has several.
 */
export function newPrivateParts(
  { holder, attributes }: PrivateContent,
  lookup: FindHolderResult,
  randomness: RequestRandomness,
  place: readonly string[] = [],
): PrivateParts {
  return {
    ...toMapping(holder, lookup, randomness),
    private: {
      schema: 'license-private/1',
      handle: randomness.hex(['handle', ...place], REFERENCE_BYTES),
      salt: randomness.hex(['salt', ...place], SALT_BYTES),
      holder,
      attributes: attributes.map((attribute) => ({
        ...attribute,
        salt: randomness.hex(['attribute', attribute.name, ...place], ATTRIBUTE_SALT_BYTES),
      })),
    },
  };
}

/** The transient values of a transaction that writes the private parts of one license. */
export function toPrivateTransient(parts: Omit<PrivateParts, 'holderRef'>): TransientValues {
  return { [TRANSIENT_PRIVATE]: parts.private, [TRANSIENT_HOLDER]: parts.holder };
}

/** The holder as the city keeps it, else a new entry under a random reference. */
function toMapping(
  holder: Holder,
  { key, keyVersion, value }: FindHolderResult,
  randomness: RequestRandomness,
): Omit<PrivateParts, 'private'> {
  const text = value ?? toCanonicalJson(newHolderValue(holder, randomness));
  const { holderRef } = parseRequest(holderValueSchema, text);
  return {
    holderRef,
    holder: { schema: 'holder-mapping/1', key, keyVersion, value: text, known: value !== null },
  };
}

function newHolderValue({ idType, idNumber }: Holder, randomness: RequestRandomness): HolderValue {
  return {
    schema: 'holder/1',
    holderRef: randomness.hex(['holder-ref', idType, idNumber], REFERENCE_BYTES),
    idType,
    idNumber,
    salt: randomness.hex(['holder-salt', idType, idNumber], SALT_BYTES),
  };
}
