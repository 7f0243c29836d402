import {
  type FindHolderResult,
  type HolderId,
  type ImportItem,
  type ImportLicensesRequest,
  TRANSIENT_HOLDER,
  TRANSIENT_PRIVATE,
} from '@shengjing/core';

import type { Caller } from '../identities';
import type { TransientValues } from '../ledger';
import type { RequestRandomness } from '../outbox';
import { type Asker, findHolder } from './find-holder';
import type { ImportItemOrder, ImportOrder } from './import-order';
import { newPrivateParts, type PrivateParts } from './private-parts';

/** What an import is made of. */
export interface ImportIngredients {
  readonly caller: Caller;
  readonly requestId: string;
  readonly order: ImportOrder;
  readonly randomness: RequestRandomness;
}

/** An import: what the block shows, and what only the parties see, in the order of the batch. */
export interface ImportParts {
  readonly argument: ImportLicensesRequest;
  readonly transient: TransientValues;
}

interface ImportedLicense extends PrivateParts {
  readonly item: ImportItem;
}

/** Puts an import together; each holder is asked for once. */
export async function newImportRequest(asker: Asker, ingredients: ImportIngredients): Promise<ImportParts> {
  const { caller, requestId, order, randomness } = ingredients;
  const { type, source, issuer = caller.department, items } = order;
  const lookups = await findHolders(asker, items);
  const licenses = items.map((item, index) => newLicense(item, lookups, randomness, String(index)));
  return {
    argument: { requestId, type, issuer, source, items: licenses.map(({ item }) => item) },
    transient: {
      [TRANSIENT_PRIVATE]: licenses.map((license) => license.private),
      [TRANSIENT_HOLDER]: licenses.map(({ holder }) => holder),
    },
  };
}

function newLicense(
  { holder, attributes, ...rest }: ImportItemOrder,
  lookups: ReadonlyMap<string, FindHolderResult>,
  randomness: RequestRandomness,
  place: string,
): ImportedLicense {
  const lookup = lookups.get(nameOf(holder));
  if (!lookup) {
    throw new Error('a holder of the batch was not asked for');
  }
  const parts = newPrivateParts({ holder, attributes }, lookup, randomness, [place]);
  return { ...parts, item: { ...rest, holderRef: parts.holderRef } };
}

async function findHolders(
  asker: Asker,
  items: readonly ImportItemOrder[],
): Promise<ReadonlyMap<string, FindHolderResult>> {
  const holders = new Map(items.map(({ holder }) => [nameOf(holder), holder]));
  const found = [...holders].map(async ([name, holder]) => [name, await findHolder(asker, holder)] as const);
  return new Map(await Promise.all(found));
}

function nameOf({ idType, idNumber }: HolderId): string {
  return `${idType} ${idNumber}`;
}
