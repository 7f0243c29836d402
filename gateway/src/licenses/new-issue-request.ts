import {
  type FindHolderResult,
  type Holder,
  type HolderMapping,
  type HolderValue,
  holderValueSchema,
  type IssueRequest,
  type LicensePrivate,
  parseRequest,
  toCanonicalJson,
} from '@shengjing/core';

import type { Caller } from '../identities';
import type { RequestRandomness } from '../outbox';
import type { IssueOrder } from './issue-order';

const REFERENCE_BYTES = 16;
const SALT_BYTES = 32;
const ATTRIBUTE_SALT_BYTES = 16;

/** The three parts of an issue: what the block shows, and what only the parties see. */
export interface IssueParts {
  readonly argument: IssueRequest;
  readonly private: LicensePrivate;
  readonly holder: HolderMapping;
}

/** What an issue is made of. */
export interface IssueIngredients {
  readonly caller: Caller;
  readonly requestId: string;
  readonly order: IssueOrder;
  /** What the city knows of the holder. */
  readonly lookup: FindHolderResult;
  readonly randomness: RequestRandomness;
}

/** Puts an issue together. The same ingredients make the same bytes. */
export function newIssueRequest({ caller, requestId, order, lookup, randomness }: IssueIngredients): IssueParts {
  const { holder, attributes, issuer = caller.department, serial = randomness.serial(), ...rest } = order;
  const mapping = toMapping(holder, lookup, randomness);
  return {
    argument: { ...rest, requestId, issuer, serial, holderRef: mapping.holderRef },
    private: {
      schema: 'license-private/1',
      handle: randomness.hex(['handle'], REFERENCE_BYTES),
      salt: randomness.hex(['salt'], SALT_BYTES),
      holder,
      attributes: attributes.map((attribute) => ({
        ...attribute,
        salt: randomness.hex(['attribute', attribute.name], ATTRIBUTE_SALT_BYTES),
      })),
    },
    holder: mapping.mapping,
  };
}

/** The holder as the city keeps it, else a new entry under a random reference. */
function toMapping(
  holder: Holder,
  { key, keyVersion, value }: FindHolderResult,
  randomness: RequestRandomness,
): { holderRef: string; mapping: HolderMapping } {
  const text = value ?? toCanonicalJson(newHolderValue(holder, randomness));
  const { holderRef } = parseRequest(holderValueSchema, text);
  return {
    holderRef,
    mapping: { schema: 'holder-mapping/1', key, keyVersion, value: text, known: value !== null },
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
